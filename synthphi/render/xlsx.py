"""Excel workbooks: a first sheet with the letterhead and the facts, then a sheet a table, filled by one walk."""

from synthphi.document import Document, Text, plain
from synthphi.render.base import Places, Rendered
from synthphi.render.carried import Carried, printed
from synthphi.render.layouts import LAYOUTS, OFFICE_FONTS
from synthphi.render.markup import DECLARATION, encode, link_relationship, property_parts, put, relationship
from synthphi.render.package import Part, join, part
from synthphi.render.xlsx_blocks import SheetWriter
from synthphi.render.xlsx_drawing import LOGO_NAME
from synthphi.render.xlsx_package import (
    Contents,
    Listed,
    relations,
    shared_parts,
    usual_part,
    usual_relations,
    workbook_xml,
)
from synthphi.render.xlsx_plan import planned
from synthphi.render.xlsx_running import fits_header, running_xml
from synthphi.render.xlsx_sheet import Sheet
from synthphi.render.xlsx_skeleton import photo_part, skeleton
from synthphi.render.xlsx_strings import Strings

_CARRIES: frozenset[Carried] = frozenset(("chart", "comment", "hyperlink", "text_box"))


def render(document: Document) -> Rendered:
    """Return a document as a workbook with the places of its spans.

    Raises:
        RenderError: it holds a character that XML cannot carry, or a text that is too long for a cell.
    """
    document = printed(document, _CARRIES)
    id_ = document.document_id
    book = _Book(document)
    book.walk()
    properties, metadata = property_parts(id_, document.properties, "Microsoft Excel")
    contents = Contents(
        len(book.listed), tuple(book.drawn), tuple(book.commented), book.charts, bool(document.properties.custom)
    )
    types, root, relations_of_book = shared_parts(contents)
    parts = [
        *(types, root),
        book.xml_part("xl/workbook.xml", workbook_xml(book.listed)),
        relations_of_book,
        *book.parts,
        *book.frame.static,
        book.xml_part("xl/sharedStrings.xml", book.strings.xml()),
        *book.image_parts(),
        *properties,
    ]
    places = (*book.mail_places, *metadata, *book.header_places(), *book.places, *book.footer_places())
    return Rendered(join(parts), places)


class _Book:
    """The sheets of a workbook, while they are being written."""

    def __init__(self, document: Document) -> None:
        self.document = document
        self.layout = LAYOUTS[document.layout]
        self.frame = skeleton(self.layout)
        self.strings = Strings(document.document_id)
        self.parts: list[Part] = []
        self.listed: list[Listed] = []
        self.places: list[Places] = []
        """From the letterhead to the last section, in canonical order."""
        self.mail_places: list[Places] = []
        self.drawn: list[int] = []
        self.commented: list[int] = []
        self.charts = 0
        self._images: dict[str, None] = {}
        # What has no room in the header or footer of a page is printed on the first sheet.
        self._headed = fits_header(document.header)
        self._footed = fits_header(document.footer)
        self._printed_header: list[Places] = []
        self._printed_footer: list[Places] = []

    def walk(self) -> None:
        document = self.document
        header = plain(document.header) if self._headed else ""
        footer = plain(document.footer) if self._footed else ""
        running = running_xml(header, footer, OFFICE_FONTS[self.layout.font])
        for plan in planned(document):
            number = len(self.listed)
            sheet = Sheet(
                *(number, plan.name, plan.widths, self.layout),
                *(self.frame.styles, self.strings, self.places),
            )
            writer = SheetWriter(sheet, self.charts)
            if number == 0:
                if not self._headed:
                    sheet.line(document.header, "small", places=self._printed_header)
                writer.letterhead(document, self.mail_places)
            for section in plan.sections:
                writer.section(section, alone=plan.tables == 1)
            if number == 0 and not self._footed:
                sheet.line(document.footer, "small", places=self._printed_footer)
            self._finish(writer, running, plan.hidden)

    def header_places(self) -> list[Places]:
        """Return the places of the running header."""
        return self._running(self.document.header, "header") if self._headed else self._printed_header

    def footer_places(self) -> list[Places]:
        """Return the places of the running footer."""
        return self._running(self.document.footer, "footer") if self._footed else self._printed_footer

    def xml_part(self, name: str, xml: str) -> Part:
        """Return a part of XML."""
        return part(name, DECLARATION + encode(self.document.document_id, xml))

    def image_parts(self) -> list[Part]:
        """Return the pictures of the workbook."""
        return [self.frame.logo if name == LOGO_NAME else photo_part(name) for name in self._images]

    def _running(self, value: Text, name: str) -> list[Places]:
        """Return the places of what is on the pages of every sheet."""
        sheets = []
        for i in range(len(self.listed)):
            found: list[Places] = []
            put(value, f"sheet[{i}]/{name}", found)
            sheets.append(found)
        return [tuple([place for one in same for place in one]) for same in zip(*sheets, strict=True)]

    def _finish(self, writer: SheetWriter, running: str, hidden: bool) -> None:
        sheet, number = writer.sheet, len(self.listed) + 1
        leads, more = "", ""
        if writer.drawings.anchors:
            leads += '<drawing r:id="rIdDrawing"/>'
            more += relationship("rIdDrawing", "drawing", f"../drawings/drawing{number}.xml")
            self._drawings(writer, number)
        if writer.comments:
            leads += '<legacyDrawing r:id="rIdNotes"/>'
            more += relationship("rIdNotes", "vmlDrawing", f"../drawings/vmlDrawing{number}.vml")
            more += relationship("rIdComments", "comments", f"../comments{number}.xml")
            self.commented.append(number)
            self.parts.append(self.xml_part(f"xl/comments{number}.xml", writer.comments.xml()))
            self.parts.append(part(f"xl/drawings/vmlDrawing{number}.vml", writer.comments.vml(number).encode()))
        more += "".join([link_relationship(f"rIdLink{i}", target) for i, (_, target) in enumerate(sheet.links)])
        self.parts.append(
            self.xml_part(f"xl/worksheets/sheet{number}.xml", sheet.xml(running, leads, selected=number == 1))
        )
        if more:
            name = f"xl/worksheets/_rels/sheet{number}.xml.rels"
            inner = encode(self.document.document_id, more)
            # Without links there is nothing in it of the document's own.
            self.parts.append(relations(name, inner) if sheet.links else usual_relations(name, inner))
        self.listed.append(Listed(sheet.name, hidden, sheet.filtered, sheet.frozen, tuple(sheet.named)))

    def _drawings(self, writer: SheetWriter, number: int) -> None:
        drawings = writer.drawings
        self.drawn.append(number)
        more = "".join(
            [relationship(f"rIdImage{i}", "image", f"../media/{name}.png") for i, name in enumerate(drawings.images)]
        )
        self._images |= dict.fromkeys(drawings.images)
        for i, chart in enumerate(drawings.charts):
            more += relationship(f"rIdChart{i}", "chart", f"../charts/chart{chart}.xml")
        name, xml = f"xl/drawings/drawing{number}.xml", drawings.xml()
        self.parts.append(usual_part(name, xml) if drawings.only_logo else self.xml_part(name, xml))
        self.parts.append(usual_relations(f"xl/drawings/_rels/drawing{number}.xml.rels", more.encode()))
        self.parts += [self.xml_part(f"xl/charts/chart{i}.xml", xml) for i, xml in writer.charts]
        self.charts += len(writer.charts)
