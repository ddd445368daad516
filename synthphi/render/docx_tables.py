"""Tables of Word documents: records, captions and values side by side, and the ruled boxes of forms.

Each is returned without its end, which is the same for all. Widths are twips.
"""

from synthphi.document import Field, Fields, Table
from synthphi.render.base import Places
from synthphi.render.docx_markup import cell_start, paragraph, table_start, text_cell, value_cell
from synthphi.render.markup import escape

_CAPTION_SHARE = 0.36
"""Share of a caption in the width of a caption and its value."""
_BOX_HEIGHT = 620
"""The height of a form's box, so that a blank one has room to write in."""


def records(block: Table, width: int, table: str, places: list[Places]) -> list[str]:
    """Return a grid with a header row; `table` is its path."""
    widths = tuple(int(share * width) for share in block.widths)
    xml = [table_start("Record", widths), "<w:tr><w:trPr><w:cantSplit/><w:tblHeader/></w:trPr>"]
    for c, (wide, head) in enumerate(zip(widths, block.header, strict=True)):
        xml.append(value_cell(cell_start("CellHead", wide), head, f"{table}/r[0]/c[{c}]/p[0]", places))
    xml.append("</w:tr>")
    plain = [cell_start("Cell", wide) for wide in widths]
    flagged = [cell_start("CellFlag", wide) for wide in widths]
    for r, row in enumerate(block.rows, start=1):
        xml.append("<w:tr><w:trPr><w:cantSplit/></w:trPr>")
        for c, (start, flagged_start, item) in enumerate(zip(plain, flagged, row, strict=True)):
            beginning, value = flagged_start if item.flag else start, item.text
            if len(value) == 1 and value[0].tag is None:
                # Most are without labels, and need no path.
                xml.append(text_cell(beginning, escape(value[0].text)))
            else:
                xml.append(value_cell(beginning, value, f"{table}/r[{r}]/c[{c}]/p[0]", places))
        xml.append("</w:tr>")
    return xml


def facts(block: Fields, width: int, table: str, places: list[Places], shade: str) -> list[str]:
    """Return captions and values side by side; the last value of a short row takes the rest of it.

    Args:
        block: The captions and values.
        width: Of the table.
        table: Its path.
        places: Is added to.
        shade: The background of captions, RRGGBB.
    """
    pair = width // block.columns
    caption_width = int(pair * _CAPTION_SHARE)
    value_width = pair - caption_width
    xml = [table_start("Facts", (caption_width, value_width) * block.columns)]
    caption_start = cell_start("CaptionCell", caption_width, fill=shade)
    for r, row in enumerate(_rows_of(block)):
        xml.append("<w:tr><w:trPr><w:cantSplit/></w:trPr>")
        path = f"{table}/r[{r}]"
        for c, item in enumerate(row):
            free = block.columns - len(row) if c == len(row) - 1 else 0
            value_start = cell_start("Cell", value_width + free * pair, 1 + 2 * free)
            xml.append(text_cell(caption_start, escape(item.caption)))
            xml.append(value_cell(value_start, item.value, f"{path}/c[{2 * c + 1}]/p[0]", places))
        xml.append("</w:tr>")
    return xml


def boxes(block: Fields, width: int, table: str, places: list[Places]) -> list[str]:
    """Return a form's ruled boxes, caption above the value; `table` is their path."""
    wide = width // block.columns
    xml = [table_start("Boxes", (wide,) * block.columns)]
    height = f'<w:tr><w:trPr><w:cantSplit/><w:trHeight w:val="{_BOX_HEIGHT}" w:hRule="atLeast"/></w:trPr>'
    for r, row in enumerate(_rows_of(block)):
        xml.append(height)
        path = f"{table}/r[{r}]"
        for c, item in enumerate(row):
            free = block.columns - len(row) if c == len(row) - 1 else 0
            start = cell_start("BoxCaption", wide * (1 + free), 1 + free)
            value = paragraph("BoxValue", item.value, f"{path}/c[{c}]/p[1]", places)
            xml.append(text_cell(start, escape(item.caption), value))
        xml.append("</w:tr>")
    return xml


def _rows_of(block: Fields) -> list[tuple[Field, ...]]:
    """Return the fields of each row."""
    return [block.fields[i : i + block.columns] for i in range(0, len(block.fields), block.columns)]
