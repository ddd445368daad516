"""Links, tracked changes and text boxes of Word documents."""

from datetime import datetime

from synthphi.document import Link, Revision, TextBox, plain
from synthphi.render.base import Places
from synthphi.render.docx_markup import paragraph
from synthphi.render.layouts import Layout
from synthphi.render.markup import EMU, escape, moment, namespaces, put, quoted
from synthphi.render.text_boxes import BOX_SHARE, box_height

_A = namespaces("a")
_FIRST_CHANGE = 1000
"""Numbers of tracked changes begin here, above those of comments, which are of the same kind."""
_PAD_X, _PAD_Y = 91_440, 54_864
"""Between the frame of a text box and its text, in EMU."""
_POINT = EMU // 72
_FLOATING = (
    '<wp:anchor distT="73152" distB="73152" distL="0" distR="0" simplePos="0" relativeHeight="{order}" behindDoc="0" '
    'locked="0" layoutInCell="1" allowOverlap="0"><wp:simplePos x="0" y="0"/>'
    '<wp:positionH relativeFrom="column"><wp:align>left</wp:align></wp:positionH>'
    '<wp:positionV relativeFrom="paragraph"><wp:posOffset>73152</wp:posOffset></wp:positionV><wp:extent {extent}/>'
    '<wp:effectExtent l="0" t="0" r="0" b="0"/><wp:wrapTopAndBottom/>',
    "</wp:anchor>",
)
"""The frame of a text box that text keeps clear of, above and below."""
_INLINE = (
    '<wp:inline distT="0" distB="0" distL="0" distR="0"><wp:extent {extent}/>'
    '<wp:effectExtent l="0" t="0" r="0" b="0"/>',
    "</wp:inline>",
)
"""The frame of one that stands in a line."""


def linked(block: Link, path: str, number: int, places: list[Places]) -> tuple[str, str]:
    """Return a paragraph that ends in a hyperlink.

    Args:
        block: The paragraph.
        path: Where it stands.
        number: How many links the document has had before.
        places: Is added to.

    Returns:
        The paragraph, and the target as it stands in an attribute.
    """
    before = put(block.before, path, places)
    shown = put(block.shown, path, places, len(before))
    target = quoted(escape(put(block.target, f"{path}/link[0]", places)))
    lead = f'<w:r><w:t xml:space="preserve">{escape(before)}</w:t></w:r>' if before else ""
    return (
        '<w:p><w:pPr><w:pStyle w:val="Normal"/></w:pPr>'
        f'{lead}<w:hyperlink r:id="{link_relation(number)}" w:history="1">'
        f'<w:r><w:rPr><w:rStyle w:val="Hyperlink"/></w:rPr><w:t xml:space="preserve">{escape(shown)}</w:t></w:r>'
        "</w:hyperlink></w:p>",
        target,
    )


def link_relation(number: int) -> str:
    """Return the key of hyperlink `number`, from 0, of a document."""
    return f"rIdLink{number}"


def revised(block: Revision, path: str, number: int, created: datetime, places: list[Places]) -> str:
    """Return a paragraph that ends in a tracked change.

    Args:
        block: The paragraph.
        path: Where it stands.
        number: How many paragraphs with changes the document has had before.
        created: When it was changed, in UTC.
        places: Is added to.
    """
    kept = escape(put(block.text, path, places))
    deleted = escape(put(block.deleted, f"{path}/del[0]", places))
    inserted = escape(put(block.inserted, f"{path}/ins[0]", places))
    # An author of nothing is still said to have put in something, so that the name has a place.
    kinds = [kind for kind, change in (("del", deleted), ("ins", inserted)) if change] or ["ins"]
    by_kind: list[list[Places]] = []
    for kind in kinds:
        found: list[Places] = []
        put(block.author, f"{path}/{kind}[0]/author", found)
        by_kind.append(found)
    # Each change says who made it.
    places += [tuple([place for one in same for place in one]) for same in zip(*by_kind, strict=True)]
    who = f'w:author="{quoted(escape(plain(block.author)))}" w:date="{moment(created)}"'
    xml = ['<w:p><w:pPr><w:pStyle w:val="Normal"/></w:pPr>']
    if kept:
        xml.append(f'<w:r><w:t xml:space="preserve">{kept}</w:t></w:r>')
    for at, kind in enumerate(kinds, start=_FIRST_CHANGE + 2 * number):
        change, tag = (deleted, "delText") if kind == "del" else (inserted, "t")
        run = f'<w:r><w:{tag} xml:space="preserve">{change}</w:{tag}></w:r>' if change else ""
        xml.append(f'<w:{kind} w:id="{at}" {who}>{run}</w:{kind}>')
    xml.append("</w:p>")
    return "".join(xml)


def boxed(block: TextBox, path: str, number: int, width: int, layout: Layout, places: list[Places]) -> str:
    """Return a paragraph that holds nothing but a text box.

    Args:
        block: The text box.
        path: Where the paragraph stands.
        number: The number of the drawing in the document, from 1.
        width: Of the text, in twips.
        layout: The look of the document.
        places: Is added to.
    """
    across = int(width * BOX_SHARE) * EMU // 1440
    lines = [
        paragraph("BoxText" if i else "BoxLead", line, f"{path}/box[0]/p[{i}]", places)
        for i, line in enumerate(block.lines)
    ]
    high = int(box_height(block.lines, (across - 2 * _PAD_X) / _POINT, layout) * _POINT) + 2 * _PAD_Y
    extent = f'cx="{across}" cy="{high}"'
    # Columns that are made equally long run into a box that floats; there it is set as a character is.
    style, (start, end) = ("Normal", _INLINE) if layout.columns > 1 else ("Spacer", _FLOATING)
    return (
        f'<w:p><w:pPr><w:pStyle w:val="{style}"/></w:pPr><w:r><mc:AlternateContent><mc:Choice Requires="wps">'
        f"<w:drawing>{start.format(extent=extent, order=251_658_240 + number)}"
        f'<wp:docPr id="{number}" name="Text Box {number}"/><wp:cNvGraphicFramePr/><a:graphic {_A}><a:graphicData '
        'uri="http://schemas.microsoft.com/office/word/2010/wordprocessingShape"><wps:wsp><wps:cNvSpPr txBox="1"/>'
        f'<wps:spPr><a:xfrm><a:off x="0" y="0"/><a:ext {extent}/></a:xfrm><a:prstGeom prst="rect"><a:avLst/>'
        f'</a:prstGeom><a:solidFill><a:srgbClr val="{layout.shade}"/></a:solidFill><a:ln w="12700"><a:solidFill>'
        f'<a:srgbClr val="{layout.accent}"/></a:solidFill></a:ln></wps:spPr><wps:txbx><w:txbxContent>'
        f"{''.join(lines) or '<w:p/>'}</w:txbxContent></wps:txbx>"
        f'<wps:bodyPr wrap="square" lIns="{_PAD_X}" tIns="{_PAD_Y}" rIns="{_PAD_X}" bIns="{_PAD_Y}" anchor="t">'
        f"<a:spAutoFit/></wps:bodyPr></wps:wsp></a:graphicData></a:graphic>{end}</w:drawing>"
        "</mc:Choice></mc:AlternateContent></w:r></w:p>"
    )
