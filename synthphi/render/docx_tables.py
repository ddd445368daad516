"""Tables of Word documents: records, captions and values side by side, and the ruled boxes of forms.

Each is returned without its end, which is the same for all. Widths are twips.
"""

from synthphi.document import Field, Fields, Fragment, Table
from synthphi.render.base import Places
from synthphi.render.docx_markup import cell, paragraph, table_start

_CAPTION_SHARE = 0.36
"""Share of a caption in the width of a caption and its value."""
_BOX_HEIGHT = 620
"""The height of a form's box, so that a blank one has room to write in."""


def records(block: Table, width: int, table: str, places: list[Places]) -> list[str]:
    """Return a grid with a header row; `table` is its path."""
    widths = tuple(int(share * width) for share in block.widths)
    xml = [table_start("Record", widths), "<w:tr><w:trPr><w:cantSplit/><w:tblHeader/></w:trPr>"]
    for c, (wide, head) in enumerate(zip(widths, block.header, strict=True)):
        xml.append(cell(wide, paragraph("CellHead", head, f"{table}/r[0]/c[{c}]/p[0]", places)))
    xml.append("</w:tr>")
    for r, row in enumerate(block.rows, start=1):
        xml.append("<w:tr><w:trPr><w:cantSplit/></w:trPr>")
        for c, (wide, item) in enumerate(zip(widths, row, strict=True)):
            style = "CellFlag" if item.flag else "Cell"
            xml.append(cell(wide, paragraph(style, item.text, f"{table}/r[{r}]/c[{c}]/p[0]", places)))
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
    for r, row in enumerate(_rows_of(block)):
        xml.append("<w:tr><w:trPr><w:cantSplit/></w:trPr>")
        path = f"{table}/r[{r}]"
        for c, item in enumerate(row):
            free = block.columns - len(row) if c == len(row) - 1 else 0
            caption = paragraph("CaptionCell", (Fragment(item.caption),), "", places)
            value = paragraph("Cell", item.value, f"{path}/c[{2 * c + 1}]/p[0]", places)
            xml.append(cell(caption_width, caption, fill=shade))
            xml.append(cell(value_width + free * pair, value, span=1 + 2 * free))
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
            caption = paragraph("BoxCaption", (Fragment(item.caption),), "", places)
            value = paragraph("BoxValue", item.value, f"{path}/c[{c}]/p[1]", places)
            xml.append(cell(wide * (1 + free), caption + value, span=1 + free))
        xml.append("</w:tr>")
    return xml


def _rows_of(block: Fields) -> list[tuple[Field, ...]]:
    """Return the fields of each row."""
    return [block.fields[i : i + block.columns] for i in range(0, len(block.fields), block.columns)]
