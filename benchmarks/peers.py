"""The same `Document` written the usual way: python-docx, reportlab Platypus, python-pptx, `EmailMessage`.

These are what a user would write with each library's own API, without labels, places or determinism:
a new document each time, styles set through the API, tables filled row by row.
"""

import io
import zipfile
from collections.abc import Callable
from email.message import EmailMessage
from email.utils import format_datetime

from docx import Document as DocxDocument
from docx.shared import Pt as DocxPt
from openpyxl import Workbook
from openpyxl.styles import Alignment, Border, Font, Side
from plain_blocks import grid, text_lines
from pptx import Presentation
from pptx.util import Inches
from pptx.util import Pt as SlidePt
from reportlab.lib import colors
from reportlab.lib.pagesizes import LETTER
from reportlab.lib.styles import getSampleStyleSheet
from reportlab.platypus import ListFlowable, ListItem, SimpleDocTemplate, Spacer
from reportlab.platypus import Paragraph as RlParagraph
from reportlab.platypus import Table as RlTable
from text_peers import write_csv, write_html, write_rtf, write_txt

from synthphi.doctypes import Format
from synthphi.document import Archive, Attachment, Bullets, Document, Table, plain


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
            if rows := grid(block):
                table = out.add_table(rows=0, cols=len(rows[0]), style="Table Grid")
                for row in rows:
                    for cell, value in zip(table.add_row().cells, row, strict=True):
                        cell.text = value
            style = "List Bullet" if isinstance(block, Bullets) else None
            for line in text_lines(block):
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
            if rows := grid(block):
                table = RlTable([[RlParagraph(escape(value), body) for value in row] for row in rows])
                table.setStyle([("GRID", (0, 0), (-1, -1), 0.5, colors.grey)])
                story.append(table)
            elif isinstance(block, Bullets):
                story.append(ListFlowable([ListItem(RlParagraph(escape(line), body)) for line in text_lines(block)]))
            else:
                story += [RlParagraph(escape(line), body) for line in text_lines(block)]
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
            if rows := grid(block):
                shape = slide.shapes.add_table(
                    len(rows), len(rows[0]), Inches(0.5), Inches(top), Inches(9), Inches(0.3 * len(rows))
                )
                for r, row in enumerate(rows):
                    for c, value in enumerate(row):
                        shape.table.cell(r, c).text = value
                top += 0.35 * len(rows)
            elif lines := text_lines(block):
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
    lines = [line for part in document.sections for block in part.blocks for line in text_lines(block)]
    lines += [plain(document.letterhead.name), *map(plain, document.letterhead.lines), plain(document.footer)]
    message.set_content("\n\n".join(lines))
    for attached in document.attachments:
        message.add_attachment(
            _attached(attached), maintype="application", subtype="octet-stream", filename=plain(attached.name)
        )
    return message.as_bytes()


def _attached(attached: Attachment | Archive) -> bytes:
    """Write what comes with a mail, archives with `zipfile`."""
    if isinstance(attached, Attachment):
        _, write = PEERS[attached.format]
        return write(attached.document)
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
        for member in attached.members:
            archive.writestr(plain(member.name), _attached(member))
    return buffer.getvalue()


def write_xlsx(document: Document) -> bytes:
    """Write with openpyxl."""
    book = Workbook()
    sheet = book.active
    sheet.title = "Summary"
    sheet.append([plain(document.letterhead.name)])
    sheet["A1"].font = Font(bold=True, size=14)
    for line in document.letterhead.lines:
        sheet.append([plain(line)])
    sheet.append([plain(document.title)])
    for part in document.sections:
        if any(isinstance(block, Table) for block in part.blocks):
            sheet = book.create_sheet()
            sheet.column_dimensions["A"].width = 30
        sheet.append([plain(part.title)])
        sheet.cell(sheet.max_row, 1).font = Font(bold=True)
        for block in part.blocks:
            rows = grid(block)
            for row in rows or [[line] for line in text_lines(block)]:
                sheet.append(row)
                for cell in sheet[sheet.max_row]:
                    cell.alignment = Alignment(wrap_text=True, vertical="top")
                    if rows:
                        cell.border = Border(bottom=Side("thin"))
    for sheet in book:
        sheet.oddHeader.left.text = plain(document.header).replace("&", "&&")
        sheet.oddFooter.left.text = plain(document.footer).replace("&", "&&")
    book.properties.title = plain(document.properties.title)
    book.properties.creator = plain(document.properties.author)
    buffer = io.BytesIO()
    book.save(buffer)
    return buffer.getvalue()


def write_msg(document: Document) -> bytes:
    """Write with msgforge."""
    from msgforge import Message  # noqa: PLC0415  (only a benchmark of this format needs it)

    def mailbox(written: str) -> tuple[str, str]:
        name, _, address = written.partition(" <")
        return address.removesuffix(">") or name, name

    mail = document.mail
    lines = [line for part in document.sections for block in part.blocks for line in text_lines(block)]
    lines += [plain(document.letterhead.name), *map(plain, document.letterhead.lines), plain(document.footer)]
    message = Message(text_body="\n\n".join(lines))
    if mail is not None:
        message = Message(
            subject=plain(mail.subject),
            text_body="\n\n".join(lines),
            html_body="".join(f"<p>{line}</p>" for line in lines) if mail.html else "",
            to=[mailbox(plain(one)) for one in mail.recipients],
            cc=[mailbox(plain(one)) for one in mail.copies],
            sender=mailbox(plain(mail.sender)),
            sent=mail.date,
        )
    return message.as_bytes()


PEERS: dict[Format, tuple[str, Callable[[Document], bytes]]] = {
    Format.DOCX: ("python-docx", write_docx),
    Format.PDF: ("reportlab Platypus", write_pdf),
    Format.EML: ("EmailMessage", write_eml),
    Format.PPTX: ("python-pptx", write_pptx),
    Format.RTF: ("PyRTF3", write_rtf),
    Format.MSG: ("msgforge", write_msg),
    Format.HTML: ("lxml.html.builder", write_html),
    Format.TXT: ("textwrap", write_txt),
    Format.XLSX: ("openpyxl", write_xlsx),
    Format.CSV: ("csv.writer", write_csv),
}
