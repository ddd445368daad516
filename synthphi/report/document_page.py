"""One document as an HTML page: its pages, its text, its labelled values and where they are, in one file."""

import hashlib
import re
from base64 import b64encode
from collections import Counter
from dataclasses import dataclass
from functools import cache
from importlib.metadata import version
from itertools import chain
from pathlib import Path

from jinja2 import Environment, PackageLoader, StrictUndefined

from synthphi.corpus.files import write_bytes
from synthphi.corpus.folder import DOCUMENT_FOLDERS, CorpusFolder
from synthphi.corpus.opening import load_corpus
from synthphi.corpus.show import ShownDocument, ShownSpan, annotated_text, corpus_of, surfaces_of_lines
from synthphi.corpus.untrusted import read_inside
from synthphi.doctypes import Format
from synthphi.errors import CorpusError, OutputError
from synthphi.labels import CATEGORY, Label
from synthphi.report.mail_frame import MailFrame, mail_frame
from synthphi.report.office_pages import OFFICE_FORMATS, office_pages
from synthphi.report.pages import Pages, draw_pages, labelled_boxes
from synthphi.report.pieces import text_groups
from synthphi.report.places import Where, surface_name, where

_ENDINGS = (".html", ".htm")
_SLIDE = re.compile(r"slide\[(\d{1,6})\]")
_PLAIN_NAME = re.compile(r"[A-Za-z0-9_-]{1,100}")


@dataclass(frozen=True, slots=True)
class _Words:
    """What people call the pages of a format, and what is beside them."""

    page: str
    seen: str
    beside: str
    searched: str


_ON_PAPER = _Words("Page", "on the pages", "on no page", "pages")
_IN_A_MAIL = _Words("", "in the text of the mail", "outside the text of the mail", "text")
_WORDS = {
    Format.PPTX.value: _Words("Slide", "on the slides", "on no slide that is shown", "slides"),
    Format.XLSX.value: _Words("Page", "in the sheets", "in no sheet that is shown", "sheets"),
    Format.EML.value: _IN_A_MAIL,
    Format.MSG.value: _IN_A_MAIL,
    Format.HTML.value: _Words("", "on the page", "not on the page", "text"),
    Format.TXT.value: _Words("", "in the text", "outside the text", "text"),
    Format.CSV.value: _Words("", "in the table", "outside the table", "text"),
}


@dataclass(frozen=True, slots=True)
class Value:
    """A labelled value, as the page tells it."""

    number: int
    text: str
    label: str
    role: str | None
    category: str
    owner: str
    phi: bool
    hipaa: str | None
    surface: str
    surface_code: str
    """As the labels have it."""
    places: tuple[Where, ...]

    @property
    def on_page(self) -> bool:
        """Return whether people see it on a page."""
        return any(place.on_page for place in self.places)

    @property
    def tip(self) -> str:
        """Return all of it in a few lines."""
        letter = f"PHI, HIPAA ({self.hipaa})" if self.hipaa else "PHI" if self.phi else "not PHI"
        label = f"{self.label} ({self.role})" if self.role else self.label
        places = (f"{place.words}  [{place.path}]" for place in self.places)
        return "\n".join((f"{label} · {letter}", f"owner: {self.owner}", f"surface: {self.surface_code}", *places))


def write_document_page(file: Path | str, output: Path | str | None = None) -> Path:
    """Write a document of a corpus as an HTML page, and return the page's path.

    It needs no network and no other file. Word documents and decks have pages where LibreOffice is installed.

    Args:
        file: The document.
        output: The page; left out, ``<document_id>.html`` in the current folder.

    Raises:
        CorpusError: the file is not a document of a corpus, or cannot be read.
        OutputError: the page cannot be written there: it is a folder, or in a folder of a corpus' documents.
    """
    document = annotated_text(file)
    page = _output(document, output)
    write_bytes(page, document_page(document).encode(errors="replace"))
    return page


def document_page(document: ShownDocument) -> str:
    """Return a document as an HTML page.

    Raises:
        CorpusError: the file cannot be read.
    """
    try:
        data = read_inside(CorpusFolder(document.corpus), document.path)
    except OSError as error:
        raise CorpusError(f"{document.file} cannot be read: {error.strerror or error}") from error
    values = [_value(i, span) for i, span in enumerate(document.spans)]
    beside = [value for value in values if not value.on_page]
    used = {value.category for value in values}
    environment, script, policy = _environment()
    return environment.get_template("document.html.j2").render(
        document=document,
        words=_WORDS.get(document.format, _ON_PAPER),
        hidden_slides=_hidden_slides(document),
        values=values,
        beside=beside,
        on_page=[value for value in values if value.on_page],
        beside_counts=Counter(value.surface for value in beside).most_common(),
        categories=[category for category in dict.fromkeys(CATEGORY.values()) if category in used],
        pages=_pages(document, data),
        mail=_mail(document, data),
        groups=text_groups(document, surfaces_of_lines(document), [value.on_page for value in values]),
        script=script,
        policy=policy,
        version=version("synthphi"),
    )


def _value(number: int, span: ShownSpan) -> Value:
    category = CATEGORY[Label(span.label)] if span.label in CATEGORY else "OTHER"
    return Value(
        number,
        span.text,
        span.label,
        span.role,
        category,
        span.owner,
        span.phi,
        span.hipaa,
        surface_name(span.surface),
        span.surface,
        tuple(where(place, span.surface) for place in span.places),
    )


def _pages(document: ShownDocument, data: bytes) -> Pages:
    if document.format == Format.PDF:
        return draw_pages(data, labelled_boxes(document.spans))
    if document.format in OFFICE_FORMATS:
        return office_pages(document, data)
    return Pages()


def _hidden_slides(document: ShownDocument) -> set[int]:
    """Return the numbers, from 1, of the slides that are not shown and have values."""
    paths = (place.path for span in document.spans if span.surface == "hidden" for place in span.places)
    return {int(found[1]) + 1 for found in map(_SLIDE.match, paths) if found}


def _mail(document: ShownDocument, data: bytes) -> MailFrame | None:
    return mail_frame(document, data) if document.format == Format.EML else None


def _output(document: ShownDocument, output: Path | str | None) -> Path:
    """Return where the page is to be written."""
    if output is None:
        # The label table may be anybody's: its names lead nowhere else.
        name = document.document_id if _PLAIN_NAME.fullmatch(document.document_id) else "document"
        page = Path.cwd() / f"{name}.html"
    else:
        page = Path(output)
    if page.is_dir():
        raise OutputError(f"{page} is a folder: give a file that ends in .html")
    if page.suffix.lower() not in _ENDINGS:
        raise OutputError(f"{page} is not a name for a page: give a file that ends in .html")
    whole = page.resolve()
    for place in (page.absolute(), whole):
        corpus = corpus_of(place)
        if corpus is not None and place.relative_to(corpus).parts[0] in _folders_of(corpus):
            raise OutputError(f"{page} would be among the documents of the corpus {corpus}: choose another folder")
    return page


def _folders_of(corpus: Path) -> tuple[str, ...]:
    """Return the folders of a corpus that hold documents; of one that cannot be read, all that they can be."""
    try:
        return DOCUMENT_FOLDERS[load_corpus(corpus)[1].folders]
    except CorpusError:
        return tuple(chain.from_iterable(DOCUMENT_FOLDERS.values()))


@cache
def _environment() -> tuple[Environment, str, str]:
    """Return the templates, the script, and the rule by which a browser runs that script and loads nothing."""
    environment = Environment(
        loader=PackageLoader("synthphi.report", "templates"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    environment.filters["number"] = lambda number: f"{number:,}"
    assert environment.loader is not None
    script = environment.loader.get_source(environment, "document.js")[0]
    digest = b64encode(hashlib.sha256(script.encode()).digest()).decode()
    policy = f"default-src 'none'; img-src data:; style-src 'unsafe-inline'; script-src 'sha256-{digest}'"
    return environment, script, policy
