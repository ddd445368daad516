"""The parts of a workbook that say what else is in it: content types, relationships, the list of sheets."""

from dataclasses import dataclass
from functools import cache

from synthphi.render.markup import CUSTOM_TYPE, DECLARATION, escape, quoted, relationship
from synthphi.render.package import Part, part

_SHEET_TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml"
_PACKAGE = "http://schemas.openxmlformats.org/package/2006"
_MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
_RELATIONS = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_DRAWING_TYPE = "application/vnd.openxmlformats-officedocument.drawing+xml"
_CHART_TYPE = "application/vnd.openxmlformats-officedocument.drawingml.chart+xml"


@dataclass(frozen=True, slots=True)
class Contents:
    """What is in a workbook, as its content types say."""

    sheets: int
    drawings: tuple[int, ...] = ()
    """The numbers of the sheets that have drawings, from 1."""
    comments: tuple[int, ...] = ()
    """The numbers of the sheets that have comments, from 1."""
    charts: int = 0
    custom: bool = False


@dataclass(frozen=True, slots=True)
class Listed:
    """A sheet in the list of sheets."""

    name: str
    hidden: bool
    filtered: str
    """The cells of its filter, with dollar signs, or nothing."""
    heading: int
    """The row that is on top of each page that it is printed on, or 0."""
    named: tuple[tuple[str, str], ...] = ()
    """Names of cells on it, with the cells, with dollar signs."""


@cache
def shared_parts(contents: Contents) -> tuple[Part, ...]:
    """Return content types, and the relationships of the package and of the workbook."""
    named = [("xl/workbook.xml", f"{_SHEET_TYPE}.sheet.main+xml")]
    named += [(f"xl/worksheets/sheet{i}.xml", f"{_SHEET_TYPE}.worksheet+xml") for i in range(1, contents.sheets + 1)]
    named += [("xl/styles.xml", f"{_SHEET_TYPE}.styles+xml")]
    named += [("xl/sharedStrings.xml", f"{_SHEET_TYPE}.sharedStrings+xml")]
    named += [("xl/theme/theme1.xml", "application/vnd.openxmlformats-officedocument.theme+xml")]
    named += [(f"xl/drawings/drawing{i}.xml", _DRAWING_TYPE) for i in contents.drawings]
    named += [(f"xl/comments{i}.xml", f"{_SHEET_TYPE}.comments+xml") for i in contents.comments]
    named += [(f"xl/charts/chart{i}.xml", _CHART_TYPE) for i in range(1, contents.charts + 1)]
    named += [("docProps/core.xml", "application/vnd.openxmlformats-package.core-properties+xml")]
    named += [("docProps/app.xml", "application/vnd.openxmlformats-officedocument.extended-properties+xml")]
    if contents.custom:
        named.append(("docProps/custom.xml", CUSTOM_TYPE))
    kinds = [("rels", "application/vnd.openxmlformats-package.relationships+xml"), ("xml", "application/xml")]
    if contents.drawings:
        kinds.append(("png", "image/png"))
    if contents.comments:
        kinds.append(("vml", "application/vnd.openxmlformats-officedocument.vmlDrawing"))
    defaults = "".join([f'<Default Extension="{name}" ContentType="{kind}"/>' for name, kind in kinds])
    overrides = "".join([f'<Override PartName="/{name}" ContentType="{kind}"/>' for name, kind in named])
    types = f'<Types xmlns="{_PACKAGE}/content-types">{defaults}{overrides}</Types>'
    root = relationship("rId1", "officeDocument", "xl/workbook.xml")
    root += (
        f'<Relationship Id="rId2" Type="{_PACKAGE}/relationships/metadata/core-properties" Target="docProps/core.xml"/>'
    )
    root += relationship("rId3", "extended-properties", "docProps/app.xml")
    if contents.custom:
        root += relationship("rId4", "custom-properties", "docProps/custom.xml")
    book = "".join(
        [relationship(f"rId{i}", "worksheet", f"worksheets/sheet{i}.xml") for i in range(1, contents.sheets + 1)]
    )
    book += relationship("rIdStyles", "styles", "styles.xml")
    book += relationship("rIdStrings", "sharedStrings", "sharedStrings.xml")
    book += relationship("rIdTheme", "theme", "theme/theme1.xml")
    return (
        part("[Content_Types].xml", DECLARATION + types.encode()),
        relations("_rels/.rels", root.encode()),
        relations("xl/_rels/workbook.xml.rels", book.encode()),
    )


def relations(name: str, inner: bytes) -> Part:
    """Return a part with relationships."""
    before = DECLARATION + f'<Relationships xmlns="{_PACKAGE}/relationships">'.encode()
    return part(name, before + inner + b"</Relationships>")


@cache
def usual_relations(name: str, inner: bytes) -> Part:
    """Return a part with relationships that many workbooks have."""
    return relations(name, inner)


@cache
def usual_part(name: str, xml: str) -> Part:
    """Return a part that many workbooks have."""
    return part(name, DECLARATION + xml.encode())


def workbook_xml(sheets: list[Listed]) -> str:
    """Return the part that lists the sheets."""
    listed: list[str] = []
    names: list[tuple[int, str]] = []
    taken: set[str] = set()
    for i, sheet in enumerate(sheets):
        state = ' state="hidden"' if sheet.hidden else ""
        listed.append(f'<sheet name="{quoted(escape(sheet.name))}" sheetId="{i + 1}"{state} r:id="rId{i + 1}"/>')
        said = quoted_name(sheet.name)
        # In the order of their names, as Excel has them.
        if sheet.filtered:
            names.append((0, f'_xlnm._FilterDatabase" localSheetId="{i}" hidden="1">{said}!{sheet.filtered}'))
        if sheet.heading:
            names.append((1, f'_xlnm.Print_Titles" localSheetId="{i}">{said}!${sheet.heading}:${sheet.heading}'))
        for name, cells in sheet.named:
            # No two cells have one name, in upper or lower case.
            number = 1 + sum([one.rstrip("0123456789_") == name.casefold() for one in taken])
            unused = name if number == 1 else f"{name}_{number}"
            taken.add(unused.casefold())
            names.append((2, f'{unused}">{said}!{cells}'))
    defined = "".join([f'<definedName name="{name}</definedName>' for _, name in sorted(names)])
    return (
        f'<workbook xmlns="{_MAIN}" xmlns:r="{_RELATIONS}"><fileVersion appName="xl" lastEdited="7" lowestEdited="7"/>'
        '<workbookPr defaultThemeVersion="166925"/><bookViews><workbookView xWindow="0" yWindow="0" '
        f'windowWidth="24000" windowHeight="12000"/></bookViews><sheets>{"".join(listed)}</sheets>'
        + (f"<definedNames>{defined}</definedNames>" if defined else "")
        + '<calcPr calcId="191029"/></workbook>'
    )


def quoted_name(sheet: str) -> str:
    """Return the name of a sheet as formulas have it, as XML."""
    return "'" + escape(sheet.replace("'", "''")) + "'"
