"""The walk over a document's sections that fills a sheet."""

from synthphi.document import (
    Block,
    Bullets,
    Cell,
    Chart,
    Choices,
    Document,
    Fields,
    Fragment,
    Link,
    Paragraph,
    Picture,
    Section,
    SignatureLine,
    Table,
    Text,
    TextBox,
    choice_line,
    length,
    plain,
)
from synthphi.render.base import Places
from synthphi.render.chart import chart_part, columns_of
from synthphi.render.memo import memo_lines
from synthphi.render.pictures import layout_logo, photo
from synthphi.render.xlsx_comments import Comments
from synthphi.render.xlsx_drawing import LOGO, Drawings
from synthphi.render.xlsx_filter import filter_column
from synthphi.render.xlsx_package import quoted_name
from synthphi.render.xlsx_sheet import Sheet
from synthphi.render.xlsx_values import typed

_HIGHEST_FROZEN = 6
"""A heading of a table further down does not stay in sight: it would take half of a window."""


class SheetWriter:
    """Fills a sheet.

    Args:
        sheet: The sheet.
        charts: How many charts the workbook has before it.
    """

    def __init__(self, sheet: Sheet, charts: int) -> None:
        self.sheet = sheet
        self.drawings = Drawings()
        self.comments = Comments()
        self.charts: list[tuple[int, str]] = []
        """The charts on it, with their numbers in the workbook, from 1."""
        self._charts_before = charts

    def letterhead(self, document: Document, mail_places: list[Places]) -> None:
        """Write what is at the top of the first sheet."""
        sheet, size = self.sheet, self.sheet.layout.size
        head = document.letterhead
        if head.name or head.lines:
            column, across = 0, 4
            if sheet.layout.letterhead != "centered":
                column, whole = sheet.last_column()
                across = whole - int(LOGO * 96) - 6
            row = sheet.row
            sheet.line(head.name, "name", height=round((size + 5) * 1.7, 1), ruled=True)
            for line in head.lines:
                sheet.line(line, "line", height=round(size * 1.45, 1), ruled=True)
            self.drawings.logo(layout_logo(sheet.layout), (column, across), row)
            sheet.skip()
        if document.title:
            wide = length(document.title) * 1.6
            sheet.line(document.title, "title", height=sheet.height(int(wide)) + 8, ruled=True)
            sheet.skip()
        memo = memo_lines(document)
        for caption, value in memo:
            cells = sheet.cell(0, (Fragment(caption),), "caption")
            sheet.add_row(cells + sheet.cell(1, value, "value", mail_places))
        if document.mail is not None and document.mail.preheader:
            sheet.line(document.mail.preheader, "small", places=mail_places)
        if memo:
            sheet.skip()

    def section(self, section: Section, *, alone: bool) -> None:
        """Write a section.

        Args:
            section: The section.
            alone: Whether there is one table on the sheet: it gets a filter, and its heading stays in sight.
        """
        sheet = self.sheet
        first = sheet.row
        if section.title:
            sheet.line(section.title, "heading", height=round(sheet.layout.size * 1.8, 1), ruled=True)
        for block in section.blocks:
            self._block(block, alone)
        for note in section.notes:
            sheet.line(note, "small")
        for row, comment in enumerate(section.comments, start=first):
            self.comments.add(comment, sheet.path, row, sheet.places)
        # A cell has one comment, so there are as many rows as comments.
        sheet.row = max(sheet.row, first + len(section.comments))
        sheet.skip()

    def _block(self, block: Block, alone: bool) -> None:
        sheet = self.sheet
        if isinstance(block, Paragraph):
            sheet.line(block.text, block.style)
        elif isinstance(block, Table):
            self._table(block, alone)
        elif isinstance(block, Fields):
            self._fields(block)
        elif isinstance(block, Bullets):
            for number, item in enumerate(block.items, start=1):
                sheet.line(item, "item", lead=f"{number}. " if block.numbered else "• ")
        elif isinstance(block, Choices):
            sheet.line((Fragment(choice_line(block)),), "body")
        elif isinstance(block, SignatureLine):
            sheet.line(block.value, "signed", height=round(sheet.layout.size * 2, 1), ruled=True)
            sheet.line((Fragment(block.caption),), "small")
        elif isinstance(block, Link):
            row = sheet.row
            sheet.line((*block.before, *block.shown), "link")
            if block.target:
                sheet.link(f"A{row}", block.target)
        else:
            self._drawing(block)

    def _drawing(self, block: Block) -> None:
        sheet = self.sheet
        if isinstance(block, Picture):
            height = self.drawings.picture(block, photo(block.image), sheet.path, sheet.row, sheet.places)
            sheet.add_row("", height)
        elif isinstance(block, TextBox):
            height = self.drawings.box(block, sheet.layout, sheet.path, sheet.row, sheet.places)
            sheet.add_row("", height)
        elif isinstance(block, Chart):
            self._chart(block)

    def _table(self, block: Table, alone: bool) -> None:
        sheet = self.sheet
        head = sheet.row
        # A heading stands above its numbers, which are on the right.
        first = block.rows[0] if block.rows else ()
        numbers = {i for i, cell in enumerate(first) if typed(plain(cell.text).removeprefix("+"))}
        cells = [
            sheet.cell(i, value, "number header" if i in numbers else "header") for i, value in enumerate(block.header)
        ]
        sheet.add_row("".join(cells))
        hidden = block.hidden_rows
        for number, row in enumerate(block.rows):
            sheet.add_row(sheet.typed_cells(row, "band" if number % 2 else "cell"), hidden=number in hidden)
        sheet.hidden_columns |= block.hidden_columns
        last = sheet.letters[len(block.header) - 1]
        if alone and block.rows:
            sheet.filtered = f"A{head}:{last}{sheet.row - 1}"
            sheet.filter_column = filter_column(block) if hidden else ""
        if block.name:
            sheet.named.append((block.name, f"$A${head}:${last}${sheet.row - 1}"))
        if alone and head <= _HIGHEST_FROZEN:
            sheet.frozen = head
        sheet.skip()

    def _fields(self, block: Fields) -> None:
        sheet = self.sheet
        caption, value = ("box caption", "box") if block.boxed else ("caption", "value")
        # Forms have room to write in.
        height = round(sheet.layout.size * 2, 1) if block.boxed and not any(one.value for one in block.fields) else 0
        for start in range(0, len(block.fields), block.columns):
            cells = []
            for i, item in enumerate(block.fields[start : start + block.columns]):
                cells.append(sheet.cell(2 * i, (Fragment(item.caption),) if item.caption else (), caption))
                cells.append(sheet.typed_cells([Cell(item.value)], value, 2 * i + 1))
            sheet.add_row("".join(cells), height)
        sheet.skip()

    def _chart(self, block: Chart) -> None:
        """Write the cells of a chart, and put the chart below them. Its texts stand on both."""
        sheet = self.sheet
        number = self._charts_before + len(self.charts) + 1
        on_chart: list[Places] = []
        path = f"{sheet.path}/chart[{len(self.drawings.charts)}]"
        columns = columns_of(block, path, on_chart)
        xml = "".join(chart_part(columns, int(sheet.layout.size) + 3, quoted_name(sheet.name), sheet.row))
        self.charts.append((number, xml))
        in_cells: list[Places] = []
        sheet.add_row(sheet.cell(0, (), "header") + sheet.cell(1, block.series, "number header", in_cells))
        for i, (category, value) in enumerate(zip(block.categories, block.values, strict=True)):
            kind = "band" if i % 2 else "cell"
            sheet.add_row(sheet.cell(0, category, kind, in_cells) + sheet.number_cell(1, value, kind))
        titles = len(_tagged(block.title))
        sheet.places += on_chart[:titles]
        sheet.places += [(*cell, *drawn) for cell, drawn in zip(in_cells, on_chart[titles:], strict=True)]
        sheet.skip()
        sheet.add_row("", self.drawings.chart(number, sheet.row))


def _tagged(value: Text) -> list[Fragment]:
    return [fragment for fragment in value if fragment.tag is not None]
