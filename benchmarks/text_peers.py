"""The same `Document` written the usual way in formats that are text: RTF, HTML, TXT, CSV."""

import csv
import io
import textwrap

from lxml.html import tostring
from lxml.html.builder import E
from plain_blocks import grid, text_lines
from PyRTF.document.paragraph import Cell, Paragraph
from PyRTF.document.paragraph import Table as RtfTable
from PyRTF.document.section import Section
from PyRTF.Elements import Document as RtfDocument
from PyRTF.Renderer import Renderer

from synthphi.document import Document, Fields, plain


def write_rtf(document: Document) -> bytes:
    """Write with PyRTF3."""
    out = RtfDocument()
    styles = out.StyleSheet.ParagraphStyles
    section = Section()
    out.Sections.append(section)
    section.Header.append(plain(document.header))
    section.Footer.append(plain(document.footer))
    section.append(Paragraph(styles.Heading1, plain(document.letterhead.name)))
    for line in (*document.letterhead.lines, document.title):
        section.append(plain(line))
    for part in document.sections:
        section.append(Paragraph(styles.Heading2, plain(part.title)))
        for block in part.blocks:
            if rows := grid(block):
                table = RtfTable(*[9000 // len(rows[0])] * len(rows[0]))
                for row in rows:
                    table.AddRow(*(Cell(Paragraph(value)) for value in row))
                section.append(table)
            for line in text_lines(block):
                section.append(Paragraph(styles.Normal, line))
    buffer = io.StringIO()
    Renderer().Write(out, buffer)
    return buffer.getvalue().encode()


def write_html(document: Document) -> bytes:
    """Write with lxml's builder of HTML."""
    body = E.body(E.h1(plain(document.title)), *(E.p(plain(line)) for line in document.letterhead.lines))
    for part in document.sections:
        body.append(E.h2(plain(part.title)))
        for block in part.blocks:
            if rows := grid(block):
                body.append(E.table(*(E.tr(*map(E.td, row)) for row in rows)))
            for line in text_lines(block):
                body.append(E.p(line))
    body.append(E.footer(plain(document.footer)))
    page = E.html(E.head(E.title(plain(document.properties.title))), body)
    return tostring(page, doctype="<!DOCTYPE html>", encoding="utf-8")


def write_txt(document: Document) -> bytes:
    """Write with the standard library's `textwrap`."""
    lines = [plain(document.letterhead.name), *map(plain, document.letterhead.lines), "", plain(document.title), ""]
    for part in document.sections:
        lines += [plain(part.title).upper(), ""]
        for block in part.blocks:
            if rows := grid(block):
                widths = [max(map(len, column)) for column in zip(*rows, strict=True)]
                lines += ["  ".join(map(str.ljust, row, widths)) for row in rows]
            for line in text_lines(block):
                lines += textwrap.wrap(line, 80)
            lines.append("")
    lines.append(plain(document.footer))
    return "\n".join(lines).encode()


def write_csv(document: Document) -> bytes:
    """Write with the standard library's `csv.writer`."""
    properties = document.properties
    rows = [[plain(line)] for line in (document.letterhead.name, *document.letterhead.lines, document.title)]
    rows += [[], ["Report", plain(properties.title)], ["Prepared by", plain(properties.author)]]
    rows += [["Facility", plain(properties.company)], plain(document.header).split("    ")]
    for part in document.sections:
        rows += [[], [plain(part.title)]]
        for block in part.blocks:
            if isinstance(block, Fields):
                rows += [[item.caption, plain(item.value)] for item in block.fields]
            else:
                rows += grid(block) or [[line] for line in text_lines(block)]
            rows.append([])
    rows.append([plain(document.footer)])
    buffer = io.StringIO(newline="")
    csv.writer(buffer).writerows(rows)
    return buffer.getvalue().encode()
