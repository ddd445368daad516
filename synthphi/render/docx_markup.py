"""The XML of Word documents: one form a kind of element, with holes. Widths are twips."""

from functools import cache

from synthphi.document import Text
from synthphi.render.base import Places
from synthphi.render.markup import EMU, escape, namespaces, put, quoted
from synthphi.render.pictures import Bitmap

LOGO_RELATION = "rIdLogo"
SPACER = '<w:p><w:pPr><w:pStyle w:val="Spacer"/></w:pPr></w:p>'
"""A paragraph that is nothing but a little room."""
_PICTURE_SPACE = "http://schemas.openxmlformats.org/drawingml/2006/picture"
_WP, _A, _R = (namespaces(prefix) for prefix in ("wp", "a", "r"))


def paragraph(style: str, value: Text, path: str, places: list[Places], extra: str = "") -> str:
    """Return a paragraph; `extra` are paragraph properties that its style does not have."""
    if not value:
        return f'<w:p><w:pPr><w:pStyle w:val="{style}"/>{extra}</w:pPr></w:p>'
    characters = escape(put(value, path, places))
    return (
        f'<w:p><w:pPr><w:pStyle w:val="{style}"/>{extra}</w:pPr><w:r><w:t xml:space="preserve">{characters}</w:t>'
        "</w:r></w:p>"
    )


def running_footer(value: Text, places: list[Places]) -> str:
    """Return the running footer: the text at the left, the page number at the right."""
    characters = escape(put(value, "footer/p[0]", places))
    return (
        '<w:p><w:pPr><w:pStyle w:val="RunningFooter"/></w:pPr>'
        f'<w:r><w:t xml:space="preserve">{characters}</w:t></w:r>'
        '<w:r><w:tab/><w:t xml:space="preserve">Page </w:t></w:r>'
        '<w:fldSimple w:instr=" PAGE "><w:r><w:t>1</w:t></w:r></w:fldSimple>'
        '<w:r><w:t xml:space="preserve"> of </w:t></w:r>'
        '<w:fldSimple w:instr=" NUMPAGES "><w:r><w:t>1</w:t></w:r></w:fldSimple></w:p>'
    )


@cache
def table_start(style: str, widths: tuple[int, ...]) -> str:
    """Return the beginning of a table in a style, its columns' widths in twips."""
    columns = "".join(f'<w:gridCol w:w="{width}"/>' for width in widths)
    return (
        f'<w:tbl><w:tblPr><w:tblStyle w:val="{style}"/><w:tblW w:w="{sum(widths)}" w:type="dxa"/>'
        '<w:tblLayout w:type="fixed"/><w:tblLook w:val="0420" w:firstRow="1" w:lastRow="0" w:firstColumn="0" '
        f'w:lastColumn="0" w:noHBand="0" w:noVBand="1"/></w:tblPr><w:tblGrid>{columns}</w:tblGrid>'
    )


def cell(width: int, content: str, *, span: int = 1, fill: str = "") -> str:
    """Return a table cell `width` twips wide; `fill` is its background, RRGGBB."""
    spanned = f'<w:gridSpan w:val="{span}"/>' if span > 1 else ""
    shade = f'<w:shd w:val="clear" w:color="auto" w:fill="{fill}"/>' if fill else ""
    return f'<w:tc><w:tcPr><w:tcW w:w="{width}" w:type="dxa"/>{spanned}{shade}</w:tcPr>{content}</w:tc>'


@cache
def cell_start(style: str, width: int, span: int = 1, fill: str = "") -> str:
    """Return the beginning of a table cell, and in it of a paragraph in a style: the same in all rows of a column."""
    return cell(width, paragraph(style, (), "", []), span=span, fill=fill).removesuffix("</w:p></w:tc>")


def text_cell(start: str, characters: str, more: str = "") -> str:
    """Return a table cell with escaped characters and then `more` paragraphs; `start` as of `cell_start`."""
    return f'{start}<w:r><w:t xml:space="preserve">{characters}</w:t></w:r></w:p>{more}</w:tc>'


def value_cell(start: str, value: Text, path: str, places: list[Places]) -> str:
    """Return a table cell with a text in its only paragraph."""
    if not value:
        return f"{start}</w:p></w:tc>"
    return f'{start}<w:r><w:t xml:space="preserve">{escape(put(value, path, places))}</w:t></w:r></w:p></w:tc>'


def rule(color: str) -> str:
    """Return the paragraph property of a rule below, RRGGBB."""
    return f'<w:pBdr><w:bottom w:val="single" w:sz="12" w:space="1" w:color="{color}"/></w:pBdr>'


def picture_run(relation: str, bitmap: Bitmap, height: float, number: int, alt: str) -> str:
    """Return a run with a picture in the line.

    Args:
        relation: The key of the picture's relationship.
        bitmap: The picture.
        height: In inches.
        number: The number of the drawing in the document, from 1.
        alt: The alternative text, escaped.
    """
    down = int(height * EMU)
    extent = f'cx="{down * bitmap.width // bitmap.height}" cy="{down}"'
    described = f' descr="{quoted(alt)}"' if alt else ""
    return (
        f'<w:r><w:drawing><wp:inline distT="0" distB="0" distL="0" distR="0" {_WP}><wp:extent {extent}/>'
        f'<wp:docPr id="{number}" name="Picture {number}"{described}/><a:graphic {_A}><a:graphicData '
        f'uri="{_PICTURE_SPACE}"><pic:pic xmlns:pic="{_PICTURE_SPACE}"><pic:nvPicPr><pic:cNvPr id="{number}" '
        f'name="Picture {number}"/><pic:cNvPicPr/></pic:nvPicPr><pic:blipFill><a:blip r:embed="{relation}" {_R}/>'
        f'<a:stretch><a:fillRect/></a:stretch></pic:blipFill><pic:spPr><a:xfrm><a:off x="0" y="0"/><a:ext {extent}/>'
        '</a:xfrm><a:prstGeom prst="rect"><a:avLst/></a:prstGeom></pic:spPr></pic:pic></a:graphicData></a:graphic>'
        "</wp:inline></w:drawing></w:r>"
    )
