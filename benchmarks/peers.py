"""The same `Document` written the usual way: python-docx, reportlab Platypus, python-pptx, `EmailMessage`.

These are what a user would write with each library's own API, without labels, places or determinism:
a new document each time, styles set through the API, tables filled row by row.
"""

import io
from collections.abc import Callable
from email.message import EmailMessage
from email.utils import format_datetime

from docx import Document as DocxDocument
from docx.shared import Pt as DocxPt
from pptx import Presentation
from pptx.util import Inches
from pptx.util import Pt as SlidePt
from reportlab.lib import colors
from reportlab.lib.pagesizes import LETTER
from reportlab.lib.styles import getSampleStyleSheet
from reportlab.platypus import ListFlowable, ListItem, SimpleDocTemplate, Spacer
from reportlab.platypus import Paragraph as RlParagraph
from reportlab.platypus import Table as RlTable

from synthphi.doctypes import Format
from synthphi.document import (
    Block,
    Bullets,
    Choices,
    Document,
    Fields,
    Paragraph,
    SignatureLine,
    Table,
    choice_line,
    plain,
)


def _grid(block: Block) -> list[list[str]] | None:
    """Return the rows of a table-like block as strings."""
    if isinstance(block, Table):
        return [[plain(cell) for cell in block.header], *([plain(c.text) for c in row] for row in block.rows)]
    if isinstance(block, Fields):
        cells = [f"{item.caption}: {plain(item.value)}" for item in block.fields]
        rows = [cells[i : i + block.columns] for i in range(0, len(cells), block.columns)]
        return [row + [""] * (block.columns - len(row)) for row in rows]
    return None


def _lines(block: Block) -> list[str]:
    """Return the lines of a block that is not table-like."""
    if isinstance(block, Paragraph):
        return [plain(block.text)]
    if isinstance(block, Bullets):
        return [plain(item) for item in block.items]
    if isinstance(block, Choices):
        return [choice_line(block)]
    if isinstance(block, SignatureLine):
        return [plain(block.value), block.caption]
    return []


def write_docx(document: Document) -> bytes:
    """Write with python-docx."""
    out = DocxDocument()
    section = out.sections[0]
    section.header.paragraphs[0].text = plain(document.header)
    section.footer.paragraphs[0].text = plain(document.footer)
    out.core_properties.title = plain(document.properties.title)
    out.core_properties.author = plain(document.properties.author)
    out.add_heading(plain(document.letterhead.name), 1)
    for line in document.letterhead.lines:
        out.add_paragraph(plain(line))
    out.add_heading(plain(document.title), 0)
    for part in document.sections:
        out.add_heading(plain(part.title), 2)
        for block in part.blocks:
            if rows := _grid(block):
                table = out.add_table(rows=0, cols=len(rows[0]), style="Table Grid")
                for row in rows:
                    for cell, value in zip(table.add_row().cells, row, strict=True):
                        cell.text = value
            style = "List Bullet" if isinstance(block, Bullets) else None
            for line in _lines(block):
                out.add_paragraph(line, style=style).paragraph_format.space_after = DocxPt(4)
    buffer = io.BytesIO()
    out.save(buffer)
    return buffer.getvalue()


def write_pdf(document: Document) -> bytes:
    """Write with reportlab's Platypus."""
    styles = getSampleStyleSheet()
    body, heading = styles["BodyText"], styles["Heading2"]

    def escape(value: str) -> str:
        return value.replace("&", "&amp;").replace("<", "&lt;")

    story = [RlParagraph(escape(plain(document.letterhead.name)), styles["Title"])]
    story += [RlParagraph(escape(plain(line)), body) for line in document.letterhead.lines]
    story.append(RlParagraph(escape(plain(document.title)), styles["Heading1"]))
    for part in document.sections:
        story.append(RlParagraph(escape(plain(part.title)), heading))
        for block in part.blocks:
            if rows := _grid(block):
                table = RlTable([[RlParagraph(escape(value), body) for value in row] for row in rows])
                table.setStyle([("GRID", (0, 0), (-1, -1), 0.5, colors.grey)])
                story.append(table)
            elif isinstance(block, Bullets):
                story.append(ListFlowable([ListItem(RlParagraph(escape(line), body)) for line in _lines(block)]))
            else:
                story += [RlParagraph(escape(line), body) for line in _lines(block)]
            story.append(Spacer(1, 6))
    buffer = io.BytesIO()

    def furniture(canvas, template) -> None:
        canvas.setFont("Helvetica", 8)
        canvas.drawString(72, 760, plain(document.header))
        canvas.drawString(72, 30, plain(document.footer))
        canvas.drawRightString(540, 30, f"Page {template.page}")

    SimpleDocTemplate(buffer, pagesize=LETTER).build(story, onFirstPage=furniture, onLaterPages=furniture)
    return buffer.getvalue()


def write_pptx(document: Document) -> bytes:
    """Write with python-pptx."""
    deck = Presentation()
    slide = deck.slides.add_slide(deck.slide_layouts[0])
    slide.shapes.title.text = plain(document.title)
    slide.placeholders[1].text = "\n".join(map(plain, [document.letterhead.name, *document.letterhead.lines]))
    for part in document.sections:
        slide = deck.slides.add_slide(deck.slide_layouts[5])
        slide.shapes.title.text = plain(part.title)
        top = 1.5
        for block in part.blocks:
            if rows := _grid(block):
                shape = slide.shapes.add_table(
                    len(rows), len(rows[0]), Inches(0.5), Inches(top), Inches(9), Inches(0.3 * len(rows))
                )
                for r, row in enumerate(rows):
                    for c, value in enumerate(row):
                        shape.table.cell(r, c).text = value
                top += 0.35 * len(rows)
            elif lines := _lines(block):
                frame = slide.shapes.add_textbox(Inches(0.5), Inches(top), Inches(9), Inches(1)).text_frame
                frame.word_wrap = True
                for index, line in enumerate(lines):
                    paragraph = frame.paragraphs[0] if index == 0 else frame.add_paragraph()
                    paragraph.text = line
                    paragraph.font.size = SlidePt(16)
                top += 0.5 * len(lines)
        if part.notes:
            slide.notes_slide.notes_text_frame.text = "\n".join(map(plain, part.notes))
    buffer = io.BytesIO()
    deck.save(buffer)
    return buffer.getvalue()


def write_eml(document: Document) -> bytes:
    """Write with the standard library's `EmailMessage`."""
    message = EmailMessage()
    if document.mail is not None:
        message["From"] = plain(document.mail.sender)
        message["To"] = ", ".join(map(plain, document.mail.recipients))
        message["Subject"] = plain(document.mail.subject)
        message["Date"] = format_datetime(document.mail.date)
        message["Message-ID"] = document.mail.message_id
    lines = [line for part in document.sections for block in part.blocks for line in _lines(block)]
    lines += [plain(document.letterhead.name), *map(plain, document.letterhead.lines), plain(document.footer)]
    message.set_content("\n\n".join(lines))
    return message.as_bytes()


PEERS: dict[Format, tuple[str, Callable[[Document], bytes]]] = {
    Format.DOCX: ("python-docx", write_docx),
    Format.PDF: ("reportlab Platypus", write_pdf),
    Format.EML: ("EmailMessage", write_eml),
    Format.PPTX: ("python-pptx", write_pptx),
}
