"""Other libraries that write the same documents: those for speed, for templates, and a typesetter."""

import io
import json
from functools import cache

import typst
import xlsxwriter
from docx import Document as DocxDocument
from docxtpl import DocxTemplate
from fpdf import FPDF
from plain_blocks import grid, text_lines

from synthphi.doctypes import Format
from synthphi.document import Document, Table, plain


def write_xlsx(document: Document) -> bytes:
    """Write with XlsxWriter, with constant memory off, as its guide has it for speed below thousands of rows."""
    buffer = io.BytesIO()
    book = xlsxwriter.Workbook(buffer, {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False})
    bold = book.add_format({"bold": True, "font_size": 14})
    cell_format = book.add_format({"text_wrap": True, "valign": "top", "bottom": 1})
    sheets = [book.add_worksheet("Summary")]
    head = (document.letterhead.name, *document.letterhead.lines, document.title)
    for number, line in enumerate(head):
        sheets[-1].write_string(number, 0, plain(line), None if number else bold)
    row = len(head)
    for part in document.sections:
        if any(isinstance(block, Table) for block in part.blocks):
            sheets.append(book.add_worksheet())
            sheets[-1].set_column(0, 0, 30)
            row = 0
        sheets[-1].write_string(row, 0, plain(part.title), bold)
        row += 1
        for block in part.blocks:
            rows = grid(block)
            for values in rows or [[line] for line in text_lines(block)]:
                for column, value in enumerate(values):
                    sheets[-1].write_string(row, column, value, cell_format if rows else None)
                row += 1
    for sheet in sheets:
        sheet.set_header("&L" + plain(document.header).replace("&", "&&")[:250])
        sheet.set_footer("&L" + plain(document.footer).replace("&", "&&")[:250])
    book.set_properties({"title": plain(document.properties.title), "author": plain(document.properties.author)})
    book.close()
    return buffer.getvalue()


@cache
def _template() -> bytes:
    """Return a document of Word with loops over the parts of ours."""
    out = DocxDocument()
    out.sections[0].header.paragraphs[0].text = "{{ header }}"
    out.sections[0].footer.paragraphs[0].text = "{{ footer }}"
    for line in ("{{ letterhead }}", "{%p for line in sender %}", "{{ line }}", "{%p endfor %}"):
        out.add_paragraph(line)
    out.add_heading("{{ title }}", 0)
    for line in ("{%p for part in parts %}", "{{ part.title }}", "{%p for block in part.blocks %}"):
        out.add_paragraph(line)
    out.add_paragraph("{%p if block.rows %}")
    table = out.add_table(rows=3, cols=1, style="Table Grid")
    table.cell(0, 0).text = "{%tr for row in block.rows %}"
    table.cell(1, 0).text = "{{ row | join('\t') }}"
    table.cell(2, 0).text = "{%tr endfor %}"
    for line in ("{%p endif %}", "{%p for line in block.lines %}", "{{ line }}", "{%p endfor %}"):
        out.add_paragraph(line)
    for line in ("{%p endfor %}", "{%p endfor %}"):
        out.add_paragraph(line)
    buffer = io.BytesIO()
    out.save(buffer)
    return buffer.getvalue()


def _content(document: Document) -> dict[str, object]:
    """Return what a document says, for templates."""
    parts = [
        {"title": plain(part.title), "blocks": [{"rows": grid(one), "lines": text_lines(one)} for one in part.blocks]}
        for part in document.sections
    ]
    return {
        "header": plain(document.header),
        "footer": plain(document.footer),
        "letterhead": plain(document.letterhead.name),
        "sender": [plain(line) for line in document.letterhead.lines],
        "title": plain(document.title),
        "parts": parts,
    }


def write_docx(document: Document) -> bytes:
    """Write with docxtpl: a template with loops, a row of a table as one cell."""
    template = DocxTemplate(io.BytesIO(_template()))
    template.render(_content(document), autoescape=True)
    buffer = io.BytesIO()
    template.save(buffer)
    return buffer.getvalue()


def write_pdf_fpdf2(document: Document) -> bytes:
    """Write with fpdf2, in its core fonts."""
    pdf = FPDF(format="letter")
    pdf.set_font("Helvetica", size=10)
    pdf.add_page()

    def line(value: str, style: str = "", size: int = 10) -> None:
        pdf.set_font("Helvetica", style, size)
        pdf.multi_cell(0, size / 2, _latin_1(value), new_x="LMARGIN", new_y="NEXT")

    line(plain(document.letterhead.name), "B", 14)
    for one in document.letterhead.lines:
        line(plain(one))
    line(plain(document.title), "B", 14)
    for part in document.sections:
        line(plain(part.title), "B", 12)
        for block in part.blocks:
            if rows := grid(block):
                with pdf.table() as table:
                    for row in rows:
                        table.row([_latin_1(value) for value in row])
            for one in text_lines(block):
                line(one)
    return bytes(pdf.output())


def _latin_1(value: str) -> str:
    """Return characters that the core fonts have, a question mark in place of the others."""
    return value.encode("latin-1", "replace").decode("latin-1")


_TYPST = """
#let content = json(bytes(sys.inputs.content))
#set page("us-letter", header: content.header, footer: content.footer)
#set text(size: 10pt)
= #content.letterhead
#for line in content.sender [#line \\ ]
== #content.title
#for part in content.parts {
  heading(level: 3, part.title)
  for block in part.blocks {
    if block.rows != none { table(columns: block.rows.at(0).len(), ..block.rows.flatten()) }
    for line in block.lines { par(line) }
  }
}
"""


def write_pdf_typst(document: Document) -> bytes:
    """Write with Typst, with the content as data."""
    made: bytes = typst.compile(_TYPST.encode(), sys_inputs={"content": json.dumps(_content(document))})
    return made


OTHER_PEERS = {
    Format.DOCX: [("docxtpl", write_docx)],
    Format.PDF: [("fpdf2", write_pdf_fpdf2), ("Typst", write_pdf_typst)],
    Format.XLSX: [("XlsxWriter", write_xlsx)],
}
"""By format, other libraries with how they write a document."""
