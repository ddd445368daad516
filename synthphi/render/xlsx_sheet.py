"""One sheet of a workbook, while it is being written: its rows, widths, merged cells and what is attached to them."""

from collections.abc import Sequence
from math import ceil

from synthphi.document import Cell, Text, column_value, length
from synthphi.render.base import Place, Places
from synthphi.render.layouts import Layout
from synthphi.render.markup import escape, put, quoted
from synthphi.render.xlsx_skeleton import FLAGGED, QUOTED, Styles
from synthphi.render.xlsx_strings import Strings
from synthphi.render.xlsx_values import LAST_OF_TYPED, SIGNED, typed

_MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
_RELATIONS = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_FORMULA = "=+-@"
_LEADING = 1.32
"""The height of a line in the size of its font."""
_GLYPH = {"sans": 1.02, "serif": 0.95, "mono": 1.12}
"""The width of a character on average in the unit of columns, at 10 points."""
_DIGIT = 1.25
"""The same of digits and capitals, rather too much: what a number has no room for is shown as ####."""
_PIXELS = 7
"""The width of the unit of columns."""


def _format_like_formula(said: str, styles: dict[str, str]) -> str:
    return SIGNED if said[0] == "+" and SIGNED in styles and typed(said[1:]) else QUOTED


def column(number: int) -> str:
    """Return the letters of a column, from 0."""
    letters = ""
    number += 1
    while number:
        number, left = divmod(number - 1, 26)
        letters = chr(65 + left) + letters
    return letters


class Sheet:
    """A sheet.

    Args:
        number: Its number, from 0.
        name: Its name.
        widths: Of its columns, in characters.
        layout: The look.
        styles: The numbers of cell styles, by kind and format.
        strings: Are added to.
        places: Are added to.
    """

    def __init__(
        self,
        number: int,
        name: str,
        widths: Sequence[float],
        layout: Layout,
        styles: Styles,
        strings: Strings,
        places: list[Places],
    ) -> None:
        self.path = f"sheet[{number}]"
        self.name = name
        self.widths = list(widths)
        self.letters = [column(i) for i in range(len(widths))]
        self.whole = sum(widths)
        """The width of what goes over all columns."""
        self.row = 1
        """The next row."""
        self.rows: list[str] = []
        self.merged: list[str] = []
        self.links: list[tuple[str, str]] = []
        """Cells with the targets of their hyperlinks, as they stand in an attribute."""
        self._lines = 1
        """How many lines the longest text in the next row takes."""
        self.filtered = ""
        self.filter_column = ""
        """What its filter keeps, as XML."""
        self.hidden_columns: frozenset[int] = frozenset()
        self.named: list[tuple[str, str]] = []
        """Names of cells, with the cells."""
        self.frozen = 0
        self.layout = layout
        self._glyph = _GLYPH[layout.font] * layout.size / 10
        self._digit = _DIGIT * layout.size / 10
        self._styles = styles
        self._strings = strings
        self.places = places

    def cell(self, at: int, value: Text, kind: str, places: list[Places] | None = None, lead: str = "") -> str:
        """Return a cell of the next row with a text.

        Args:
            at: Its column.
            value: The text.
            kind: The kind of its look.
            places: Is added to; those of the sheet, if not given.
            lead: What stands before it.
        """
        reference = f"{self.letters[at]}{self.row}"
        said = put(value, f"{self.path}/{reference}", self.places if places is None else places, len(lead))
        self._count_lines(at, len(lead) + len(said))
        return self.plain_cell(reference, lead + said, kind)

    def _count_lines(self, at: int, characters: int) -> None:
        """Note how many lines a text takes in the next row: not all programs look when they open a sheet."""
        room = self.widths[at] - 1.5
        if characters * self._glyph > room:
            self._lines = max(self._lines, ceil(characters * self._glyph * 1.08 / room))

    def plain_cell(self, reference: str, said: str, kind: str) -> str:
        """Return a cell with characters that are no number."""
        if not said:
            return f'<c r="{reference}" s="{self._styles[kind][""]}"/>'
        style = self._styles[kind][QUOTED if said[0] in _FORMULA else ""]
        return f'<c r="{reference}" s="{style}" t="s"><v>{self._strings.number(said)}</v></c>'

    def typed_cells(self, cells: Sequence[Cell], kind: str, first: int = 0) -> str:
        """Return cells of the next row with numbers and dates, where their texts are ones.

        Args:
            cells: The cells. All is in one loop, as a workbook has some hundreds of them.
            kind: The kind of their look.
            first: The column of the first one.
        """
        looks = self._styles[kind], self._styles[FLAGGED.get(kind, kind)]
        letters, row, path, places, widths = self.letters, str(self.row), self.path, self.places, self.widths
        number, glyph, digit = self._strings.number, self._glyph, self._digit
        xml: list[str] = []
        for at, cell in enumerate(cells, first):
            value, styles = cell.text, looks[cell.flag]
            reference = f"{letters[at]}{row}"
            if len(value) == 1:
                said = value[0].text
                if value[0].tag is not None:
                    places.append((Place(f"{path}/{reference}", 0),))
            else:
                said = put(value, f"{path}/{reference}", places)
            if not said:
                xml.append(f'<c r="{reference}" s="{styles[""]}"/>')
            elif said[-1] in LAST_OF_TYPED and (held := typed(said)) is not None:
                widths[at] = max(widths[at], len(said) * digit + 2)
                xml.append(f'<c r="{reference}" s="{styles[held.format]}"><v>{held.stored}</v></c>')
            else:
                if len(said) * glyph > widths[at] - 1.5:
                    self._count_lines(at, len(said))
                style = styles[""] if said[0] not in _FORMULA else styles[_format_like_formula(said, styles)]
                xml.append(f'<c r="{reference}" s="{style}" t="s"><v>{number(said)}</v></c>')
        return "".join(xml)

    def number_cell(self, at: int, value: float, kind: str) -> str:
        """Return a cell of the next row with a number, as a chart needs it."""
        said = column_value(value)
        held = typed(said)
        # A format for what has a great exponent would be for nobody.
        stored, name = (held.stored, held.format) if held else (repr(value), "")
        return f'<c r="{self.letters[at]}{self.row}" s="{self._styles[kind][name]}"><v>{stored}</v></c>'

    def add_row(self, cells: str, height: float = 0, *, hidden: bool = False) -> None:
        """Write the next row; `height` is in points, 0 is as much as its texts take."""
        if not height and self._lines > 1:
            height = round(self._lines * self.layout.size * _LEADING + 3, 1)
        self._lines = 1
        high = f' ht="{height:g}" customHeight="1"' if height else ""
        unseen = ' hidden="1"' if hidden else ""
        self.rows.append(f'<row r="{self.row}"{high}{unseen}>{cells}</row>')
        self.row += 1

    def line(
        self,
        value: Text,
        kind: str,
        *,
        places: list[Places] | None = None,
        lead: str = "",
        height: float = 0,
        ruled: bool = False,
    ) -> None:
        """Write a text over all columns.

        Args:
            value: The text.
            kind: The kind of its look.
            places: Is added to; those of the sheet, if not given.
            lead: What stands before it.
            height: In points; as much as its lines take, if not given. What is merged has no height of its own.
            ruled: Whether it has a line below, which goes on in the cells that are merged.
        """
        first = self.cell(0, value, kind, places, lead)
        if not height:
            height = self.height(len(lead) + length(value))
        self._over_all(first, kind, height, ruled=ruled)

    def _over_all(self, first: str, kind: str, height: float, *, ruled: bool) -> None:
        last = self.letters[-1]
        if len(self.letters) > 1:
            self.merged.append(f"A{self.row}:{last}{self.row}")
        if ruled:
            style = self._styles[kind][""]
            first += "".join([f'<c r="{letter}{self.row}" s="{style}"/>' for letter in self.letters[1:]])
        self.add_row(first, height)

    def height(self, characters: int) -> float:
        """Return the height that a text over all columns takes, in points."""
        lines = max(1, ceil(characters * self._glyph * 1.06 / self.whole))
        return round(lines * self.layout.size * _LEADING + 3, 1)

    def skip(self) -> None:
        """Leave a row out."""
        self.row += 1

    def last_column(self) -> tuple[int, int]:
        """Return the number of the last column, and its width in pixels."""
        return len(self.widths) - 1, int(self.widths[-1] * _PIXELS + 5)

    def link(self, reference: str, target: Text) -> None:
        """Let a cell lead to a target."""
        self.links.append((reference, quoted(escape(put(target, f"{self.path}/{reference}/link", self.places)))))

    def _filter_xml(self) -> str:
        if not self.filter_column:
            return f'<autoFilter ref="{self.filtered}"/>'
        return f'<autoFilter ref="{self.filtered}">{self.filter_column}</autoFilter>'

    def xml(self, running: str, relations: str, *, selected: bool) -> str:
        """Return the part.

        Args:
            running: Header and footer.
            relations: The elements that lead to its drawings and comments.
            selected: Whether it is the one that is seen first.
        """
        pane = ""
        if self.frozen:
            below = f"A{self.frozen + 1}"
            pane = (
                f'<pane ySplit="{self.frozen}" topLeftCell="{below}" activePane="bottomLeft" state="frozen"/>'
                f'<selection pane="bottomLeft" activeCell="{below}" sqref="{below}"/>'
            )
        hidden = {number + 1: ' hidden="1"' for number in self.hidden_columns}
        columns = "".join(
            [
                f'<col min="{i}" max="{i}" width="{width:.2f}"{hidden.get(i, "")} customWidth="1"/>'
                for i, width in enumerate(self.widths, 1)
            ]
        )
        seen_first = ' tabSelected="1"' if selected else ""
        merged = "".join([f'<mergeCell ref="{one}"/>' for one in self.merged])
        links = "".join([f'<hyperlink ref="{one}" r:id="rIdLink{i}"/>' for i, (one, _) in enumerate(self.links)])
        return (
            f'<worksheet xmlns="{_MAIN}" xmlns:r="{_RELATIONS}"><sheetPr><pageSetUpPr fitToPage="1"/></sheetPr>'
            f'<dimension ref="A1:{self.letters[-1]}{max(1, self.row - 1)}"/>'
            f'<sheetViews><sheetView showGridLines="0"{seen_first} workbookViewId="0">{pane}'
            f'</sheetView></sheetViews><sheetFormatPr defaultRowHeight="15"/><cols>{columns}</cols>'
            f"<sheetData>{''.join(self.rows)}</sheetData>"
            + (self._filter_xml() if self.filtered else "")
            + (f'<mergeCells count="{len(self.merged)}">{merged}</mergeCells>' if merged else "")
            + (f"<hyperlinks>{links}</hyperlinks>" if links else "")
            + '<pageMargins left="0.6" right="0.6" top="0.8" bottom="0.8" header="0.4" footer="0.4"/>'
            f'<pageSetup orientation="{"landscape" if self.whole > 105 else "portrait"}" fitToHeight="0"/>'
            f"{running}{relations}</worksheet>"
        )
