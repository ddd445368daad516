import io
from collections.abc import Callable
from html.parser import HTMLParser
from pathlib import Path
from urllib.parse import unquote

import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from corpora import record_anew
from PIL import Image

from synthphi import CorpusError, CorpusSpec, read_labels, write_corpus
from synthphi.corpus.folder import CorpusFolder
from synthphi.corpus.labels import SCHEMA
from synthphi.corpus.stats import read_stats
from synthphi.corpus.verify import Problem, VerifyReport
from synthphi.doctypes import TYPES, DocType
from synthphi.labels import CATEGORY, Label
from synthphi.report import thumbnails, write_report

SPEC = CorpusSpec.parse({"phi_positive": 24, "phi_negative": 12, "seed": 4})
VOID = {"meta", "img", "br", "link", "input", "hr"}
HOSTILE = "\"><script>alert(1)</script><img src=x onerror=alert(2)> & 'quoted' {{ 7777*7 }}"


class Page(HTMLParser):
    """What a browser would find in the page; complains of elements that are not closed in order."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.elements: list[tuple[str, dict[str, str | None]]] = []
        self.words: list[str] = []
        self.marked: dict[str, list[tuple[str, str]]] = {}
        self._open: list[str] = []
        self._document = ""
        self.feed(html)
        self.close()
        assert self._open == []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        attributes = dict(attrs)
        self.elements.append((tag, attributes))
        if tag not in VOID:
            self._open.append(tag)
        self._document = attributes.get("data-document") or self._document
        if tag == "mark" and self._document:
            self.marked.setdefault(self._document, []).append(("", str(attributes["title"])))

    def handle_endtag(self, tag: str) -> None:
        assert self._open.pop() == tag

    def handle_data(self, data: str) -> None:
        if "style" not in self._open:
            self.words.append(data)
        if self._document and "mark" in self._open and "small" not in self._open:
            text, title = self.marked[self._document][-1]
            self.marked[self._document][-1] = (text + data, title)

    def attributes(self, name: str) -> list[str]:
        return [str(attributes[name]) for _, attributes in self.elements if name in attributes]

    @property
    def text(self) -> str:
        return " ".join(" ".join(self.words).split())


@pytest.fixture(scope="module")
def corpus(tmp_path_factory: pytest.TempPathFactory) -> Path:
    corpus = tmp_path_factory.mktemp("reported") / "corpus"
    write_corpus(SPEC, corpus)
    return corpus


@pytest.fixture
def doctored(tmp_path: Path) -> Callable[..., Path]:
    """Make a small corpus whose label rows are changed in the columns that are given."""

    def make(**columns: str) -> Path:
        corpus = tmp_path / "corpus"
        write_corpus(CorpusSpec.parse({"phi_positive": 6, "phi_negative": 0, "formats": {"pdf": 1}}), corpus)
        labels = CorpusFolder(corpus).labels_of("positive")
        rows = [{**row, **columns} for row in pq.read_table(labels).to_pylist()]
        pq.write_table(pa.Table.from_pylist(rows, schema=SCHEMA), labels)
        record_anew(corpus)
        return corpus

    return make


def report(corpus: Path, verification: VerifyReport | None = None) -> Page:
    return Page(write_report(corpus, verification).read_text("utf-8"))


def test_it_tells_the_counts(corpus: Path) -> None:
    stats, page = read_stats(corpus), report(corpus)

    assert "36 office documents: 24 with the protected health information of 8 made-up patients, and 12" in page.text
    assert f"PHI values, labelled {stats.phi_spans:,} " in page.text
    rows = [
        *(f"{name} {TYPES[DocType(name)].phi_class} {count} " for name, count in stats.by_type.items()),
        *(f"{name} {count} " for name, count in stats.by_format.items()),
        *(f"{name} {CATEGORY[Label(name)]} {count} " for name, count in stats.by_label.items()),
    ]
    assert [row for row in rows if row not in page.text] == []
    assert SPEC.fingerprint in page.text
    assert "Could not be made" not in page.text


def test_it_needs_nothing_but_itself_and_its_links_lead_to_the_documents(corpus: Path) -> None:
    page = report(corpus)

    assert not {tag for tag, _ in page.elements} & {"script", "link", "iframe", "object"}
    assert all(source.startswith("data:image/png;base64,") for source in page.attributes("src"))
    links = page.attributes("href")
    assert len(links) > 10
    for link in links:
        assert link.startswith("./")
        assert (corpus / unquote(link)).is_file(), link
    assert all(attributes.get("alt") for tag, attributes in page.elements if tag == "img")


def test_each_type_has_a_sample_with_its_labels_marked(corpus: Path) -> None:
    rows = {row["document_id"]: row for row in read_labels(corpus).to_pylist()}
    marked = report(corpus).marked

    assert {rows[document]["doc_type"] for document in marked} == set(read_stats(corpus).by_type)
    assert {rows[document]["phi_class"] for document in marked} == {"positive", "negative"}
    for document, marks in marked.items():
        shown = [span for span in rows[document]["spans"] if span["end"] <= 4_000]
        assert [text for text, _ in marks] == [span["text"] for span in shown]
        assert [title.split(":")[0] for _, title in marks] == [span["label"] for span in shown]


def test_what_a_verification_found_is_told(corpus: Path) -> None:
    good = VerifyReport(documents=36, spans=900, places=950, negatives=12, values=70, problems=[])
    assert "Everything is as labelled" in report(corpus, good).text

    problems = [Problem(path=f"positive/000/{i}.pdf", message="is gone") for i in range(150)]
    page = report(corpus, good.model_copy(update={"problems": problems}))
    assert "150 problems" in page.text
    assert "positive/000/99.pdf is gone" in page.text
    assert "positive/000/100.pdf" not in page.text
    assert "… and 50 more" in page.text
    assert "Verification" not in report(corpus).text


def test_documents_that_could_not_be_made_are_listed(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(*_: object) -> None:
        raise ValueError(HOSTILE)

    monkeypatch.setattr("synthphi.corpus.batch.compose", fail)
    write_corpus(CorpusSpec.parse({"phi_positive": 2, "phi_negative": 1}), tmp_path / "corpus")

    page = report(tmp_path / "corpus")

    assert "Could not be made 3" in page.text
    assert f"ValueError: {HOSTILE}" in page.text
    assert page.marked == {}


@pytest.mark.parametrize("column", ["text", "doc_type", "document_id", "phi_class", "format"])
def test_a_corpus_is_not_trusted(doctored: Callable[..., Path], column: str) -> None:
    page = report(doctored(**{column: HOSTILE}))

    assert "script" not in {tag for tag, _ in page.elements}
    assert not [name for _, attributes in page.elements for name in attributes if name.startswith("on")]
    assert "54439" not in page.words


@pytest.mark.parametrize("path", ["javascript:alert(1)", "https://example.com/x", "../../../etc/hostname", HOSTILE])
def test_links_stay_links_into_the_corpus(doctored: Callable[..., Path], path: str) -> None:
    page = report(doctored(path=path))

    assert "./" + path in map(unquote, page.attributes("href"))
    assert all(link.startswith("./") and ":" not in link for link in page.attributes("href"))
    assert page.attributes("src") == []  # no file outside of the corpus is opened


def test_long_texts_are_cut(doctored: Callable[..., Path]) -> None:
    page = report(doctored(text="word " * 2_000))

    assert "… 6,000 more characters" in page.text


def test_thumbnails_are_pictures_of_different_types(corpus: Path) -> None:
    drawn = thumbnails(corpus, count=4, width=200)

    assert len(drawn) == 4
    assert len({page.doc_type for page in drawn}) == 4
    assert {page.phi_class for page in drawn} == {"positive", "negative"}
    for page in drawn:
        with Image.open(io.BytesIO(page.png)) as picture:
            assert picture.size == (200, page.height) == (page.width, page.height)
            assert len(picture.getcolors(1 << 16) or []) > 10  # not a blank page
        assert (corpus / page.path).suffix == ".pdf"
    assert thumbnails(corpus, count=4, width=200) == drawn


def test_documents_that_cannot_be_opened_have_no_thumbnail(tmp_path: Path) -> None:
    spec = CorpusSpec.parse({"phi_positive": 6, "phi_negative": 0, "formats": {"pdf": 1}})
    write_corpus(spec, tmp_path / "corpus")
    first, second, *_ = thumbnails(tmp_path / "corpus")
    (tmp_path / "corpus" / first.path).write_bytes(b"%PDF-1.7 nothing")
    (tmp_path / "corpus" / second.path).unlink()

    left = {page.path for page in thumbnails(tmp_path / "corpus")}

    assert left
    assert not left & {first.path, second.path}


def test_without_pdf_there_are_no_pages(tmp_path: Path) -> None:
    write_corpus(CorpusSpec.parse({"phi_positive": 2, "phi_negative": 1, "formats": {"eml": 1}}), tmp_path / "corpus")

    assert thumbnails(tmp_path / "corpus") == []
    assert "First pages" not in report(tmp_path / "corpus").text


@pytest.mark.parametrize("part", ["labels/positive.parquet", "stats.json", "corpus.json"])
@pytest.mark.parametrize("damage", ["gone", "garbage"])
def test_a_part_that_is_damaged_is_named(tmp_path: Path, part: str, damage: str) -> None:
    write_corpus(CorpusSpec.parse({"phi_positive": 2, "phi_negative": 1}), tmp_path / "corpus")
    if damage == "gone":
        (tmp_path / "corpus" / part).unlink()
    else:
        (tmp_path / "corpus" / part).write_bytes(b"garbage")

    with pytest.raises(CorpusError, match="is not a corpus" if part == "corpus.json" and damage == "gone" else part):
        write_report(tmp_path / "corpus")
    assert not list((tmp_path / "corpus").glob("*report.html*"))
