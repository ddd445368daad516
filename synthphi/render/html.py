"""Saved pages of a portal or an intranet (HTML): all that a page needs is in the file, and no script.

Title and properties stand in the head, names of sections that differ from their headings in comments.
"""

from synthphi.document import Document, Properties, plain
from synthphi.render.base import Places, Rendered
from synthphi.render.carried import Carried, printed
from synthphi.render.characters import refuse_control_characters
from synthphi.render.html_page import PageText
from synthphi.render.html_page_look import page_look
from synthphi.render.markup import escape, put, quoted

_CARRIES: frozenset[Carried] = frozenset(
    {"bookmark", "comment", "footnote", "hyperlink", "quoted", "revision", "text_box"}
)


def render(document: Document) -> Rendered:
    """Return a document as a page with the places of its spans.

    Raises:
        RenderError: it holds a control character.
    """
    document = printed(document, _carried(document))
    refuse_control_characters(document, "an HTML page")
    of_properties: list[Places] = []
    head = _head(document.properties, of_properties)
    page = PageText(document)
    look = page_look(document.layout)
    characters = f"{look.start}{head}{look.sheet}{''.join(page.pieces)}</body>\n</html>\n"
    return Rendered(characters.encode(), (*page.of_mail, *of_properties, *page.places))


def _carried(document: Document) -> frozenset[Carried]:
    # A comment cannot hold two hyphens, and knows no other way to write them.
    if any(section.bookmark and "--" in plain(section.bookmark) for section in document.sections):
        return _CARRIES - {"bookmark"}
    return _CARRIES


def _head(properties: Properties, places: list[Places]) -> str:
    """Return the elements of the head that hold a document's properties, in canonical order."""
    title = escape(put(properties.title, "html/title", places))
    elements = [f"<title>{title}</title>\n"]
    named = [
        ("author", properties.author),
        ("organization", properties.company),
        ("subject", properties.subject),
        ("keywords", properties.keywords),
        ("description", properties.comments),
        *((custom.name, custom.value) for custom in properties.custom),
    ]
    # How long the value is that a reader has by then: it joins what elements of one name say by ", ".
    there: dict[str, int] = {}
    for name, value in named:
        if value:
            start = there.get(name, 0)
            content = quoted(escape(put(value, f"html/meta/{name}", places, start)))
            elements.append(f'<meta name="{quoted(escape(name))}" content="{content}">\n')
            there[name] = start + len(plain(value)) + 2
    return "".join(elements)
