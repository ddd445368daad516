import io
import re
import shutil
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator
from html.parser import HTMLParser
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

import docx
import pdfplumber
import psutil
import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from corpora import record_anew
from docx.opc.constants import RELATIONSHIP_TYPE
from PIL import Image
from playwright.sync_api import Page, expect, sync_playwright
from programs import need

from synthphi import CorpusError, CorpusSpec, OutputError, read_labels, write_corpus
from synthphi.corpus.folder import CorpusFolder
from synthphi.corpus.labels import SCHEMA
from synthphi.readback import same_text
from synthphi.report import write_document_page
from synthphi.surfaces import SURFACES as ALL_SURFACES

HOSTILE = "\"><script>alert(1)</script><img src=x onerror=alert(2)> & 'quoted' {{ 7777*7 }}"
SURFACES = {
    name: {surface.value: 1.0 for surface, facts in ALL_SURFACES.items() if name in facts.formats}
    for name in ("docx", "pdf", "pptx", "eml")
}
ON_PAGES = ("body", "table", "header", "footer", "letterhead", "text_box", "footnote", "chart", "hidden")
NEVER = ("script", "style")


class Html(HTMLParser):
    """What a browser would find in a page."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.elements: list[tuple[str, dict[str, str | None]]] = []
        self.words: list[str] = []
        self._in = ""
        self.feed(html)
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.elements.append((tag, dict(attrs)))
        self._in = tag

    def handle_endtag(self, tag: str) -> None:
        self._in = ""

    def handle_data(self, data: str) -> None:
        if self._in not in NEVER:
            self.words.append(data)

    @property
    def text(self) -> str:
        return " ".join("".join(self.words).split())

    def of(self, name: str) -> list[dict[str, str | None]]:
        return [attributes for _, attributes in self.elements if name in (attributes.get("class") or "").split()]


Make = Callable[[str], Path]


@pytest.fixture(scope="module")
def make(tmp_path_factory: pytest.TempPathFactory) -> Make:
    """Return a corpus of documents of one format, made once, with values on many surfaces."""
    made: dict[str, Path] = {}

    def corpus(file_format: str) -> Path:
        if file_format not in made:
            made[file_format] = tmp_path_factory.mktemp(file_format) / "corpus"
            _write(made[file_format], file_format)
        return made[file_format]

    return corpus


def _write(corpus: Path, file_format: str) -> None:
    spec = {
        **{"phi_positive": 6, "phi_negative": 2, "seed": 4, "surface_only": 0},
        **{"formats": {file_format: 1}, "surfaces": SURFACES[file_format]},
    }
    stats = write_corpus(CorpusSpec.parse(spec), corpus)
    assert stats.errors == 0


def rows(corpus: Path) -> list[dict[str, Any]]:
    return read_labels(corpus).to_pylist()


def row_with(corpus: Path, *paths: str) -> dict[str, Any]:
    """Return the row of a document that has a value in each of these paths' beginnings."""
    for row in rows(corpus):
        there = [place["path"] for span in row["spans"] for place in span["location"]]
        if all(any(path.startswith(wanted) for path in there) for wanted in paths):
            return row
    raise LookupError(paths)


def written(corpus: Path, row: dict[str, Any], folder: Path) -> Path:
    return write_document_page(corpus / row["path"], folder / "page.html")


@pytest.fixture
def browser() -> Iterator[Page]:
    """A page of a browser that has no network, in which nothing may go wrong."""
    need("chromium")
    wrong: list[str] = []
    with sync_playwright() as playwright:
        launched = playwright.chromium.launch(executable_path=shutil.which("chromium"), args=["--no-sandbox"])
        context = launched.new_context(viewport={"width": 1440, "height": 900}, offline=True)
        context.on("console", lambda message: wrong.append(message.text))
        context.on("weberror", lambda error: wrong.append(str(error.error)))
        context.on("dialog", lambda dialog: wrong.append(dialog.message))
        context.on("request", lambda request: None if _is_here(request.url) else wrong.append(request.url))
        yield context.new_page()
        launched.close()
    assert wrong == []


def _is_here(url: str) -> bool:
    return url.startswith("data:") or (url.startswith("file:") and url.endswith("/page.html"))


def boxes(page: Page) -> list[dict[str, Any]]:
    """Return the boxes as they are laid out: the page's number, sides as shares of the picture, the spans."""
    return page.evaluate(
        """() => [...document.querySelectorAll(".box")].map(box => {
            const picture = box.parentElement.querySelector("img");
            const outer = picture.getBoundingClientRect(), inner = box.getBoundingClientRect();
            return {
                page: [...document.querySelectorAll(".paper img")].indexOf(picture),
                spans: box.dataset.v.split(" ").map(Number),
                left: (inner.left - outer.left) / outer.width, right: (inner.right - outer.left) / outer.width,
                top: (inner.top - outer.top) / outer.height, bottom: (inner.bottom - outer.top) / outer.height,
            };
        })"""
    )


def words_under(pdf: pdfplumber.PDF, box: dict[str, Any]) -> str:
    """Return the characters whose middle is under a box, by a library that did not draw the page."""
    page = pdf.pages[box["page"]]
    left, right = box["left"] * page.width, box["right"] * page.width
    top, bottom = box["top"] * page.height, box["bottom"] * page.height
    return "".join(
        char["text"]
        for char in page.chars
        if left <= (char["x0"] + char["x1"]) / 2 <= right and top <= (char["top"] + char["bottom"]) / 2 <= bottom
    )


def test_boxes_of_a_pdf_lie_over_the_words(make: Make, browser: Page, tmp_path: Path) -> None:
    corpus = make("pdf")
    row = row_with(corpus, "page[1]", "page[0]/")
    browser.goto(written(corpus, row, tmp_path).as_uri())
    found = boxes(browser)

    on_pages = [i for i, span in enumerate(row["spans"]) if any("/" not in at["path"] for at in span["location"])]
    on_pages = [i for i in on_pages if any(at["boxes"] for at in row["spans"][i]["location"])]
    assert {span for box in found for span in box["spans"]} >= set(on_pages)
    with pdfplumber.open(corpus / row["path"]) as pdf:
        assert browser.locator(".paper img").count() == len(pdf.pages)
        for i in on_pages:
            places = row["spans"][i]["location"]
            if all("/" not in at["path"] for at in places):
                read = "".join(words_under(pdf, box) for box in found if i in box["spans"])
                # Once for each place that it has.
                assert same_text(read, row["spans"][i]["text"] * len(places)), row["spans"][i]


def export(file: Path, folder: Path) -> Path:
    """Return a file as PDF by LibreOffice as it is, with slides that are not shown."""
    need("soffice")
    command = ["soffice", "--headless", f"-env:UserInstallation={(folder / 'profile').as_uri()}"]
    hidden = 'pdf:impress_pdf_Export:{"ExportHiddenSlides":{"type":"boolean","value":"true"}}'
    command += ["--convert-to", hidden if file.suffix == ".pptx" else "pdf", "--outdir", str(folder), str(file)]
    subprocess.run(command, check=True, capture_output=True, timeout=120)
    return folder / f"{file.stem}.pdf"


def test_boxes_of_office_files_are_near_the_words(make: Make, browser: Page, tmp_path: Path) -> None:
    need("soffice")
    for file_format, path in (("docx", "header/p"), ("pptx", "slide[1]/shape")):
        corpus = make(file_format)
        row = row_with(corpus, path)
        page = browser.context.new_page()
        page.goto(written(corpus, row, tmp_path).as_uri())
        expect(page.get_by_text("the boxes are approximate")).to_be_visible()
        found = boxes(page)

        as_pdf = export(corpus / row["path"], tmp_path)
        seen = set()
        with pdfplumber.open(as_pdf) as pdf:
            for box in found:
                span = row["spans"][box["spans"][0]]
                read = words_under(pdf, box)
                # A box is of one line; a value may run over two.
                assert "".join(read.split()).lower() in "".join(span["text"].split()).lower(), (read, span)
                assert read.strip()
                seen.update(box["spans"])
        body = [i for i, span in enumerate(row["spans"]) if span["surface"] in ON_PAGES]
        assert len({row["spans"][i]["surface"] for i in body}) > 4
        assert set(body) <= seen
        page.close()


def test_a_value_and_its_boxes_light_up_together(make: Make, browser: Page, tmp_path: Path) -> None:
    corpus = make("pdf")
    row = row_with(corpus, "page[1]")
    browser.goto(written(corpus, row, tmp_path).as_uri())
    number = boxes(browser)[-1]["spans"][0]
    mark, box = browser.locator(f"#t{number}"), browser.locator(f'.box[data-v~="{number}"]').last
    about = browser.locator("#about")

    mark.hover()
    expect(box).to_have_class("box " + str(box.get_attribute("class")).split(" ", 1)[1])
    assert "on" in str(box.get_attribute("class")).split()
    expect(about).to_contain_text(row["spans"][number]["label"])
    expect(about).to_contain_text(row["spans"][number]["location"][0]["path"])
    browser.locator("h1").hover()
    assert browser.locator(".on").count() == 0

    box.hover()
    assert "on" in str(mark.get_attribute("class")).split()
    # A click keeps it, and brings the other side into sight.
    browser.locator("#text").evaluate("pane => pane.scrollTo(0, 0)")
    box.click()
    browser.locator("h1").hover()
    assert "on" in str(mark.get_attribute("class")).split()
    expect(mark).to_be_in_viewport()
    browser.keyboard.press("Escape")
    assert browser.locator(".on").count() == 0


def test_it_can_be_used_with_the_keyboard_alone(make: Make, browser: Page, tmp_path: Path) -> None:
    corpus = make("pdf")
    row = row_with(corpus, "page[0]")
    browser.goto(written(corpus, row, tmp_path).as_uri())

    browser.keyboard.press("Tab")
    expect(browser.get_by_text("Skip to the text")).to_be_focused()
    browser.keyboard.press("Enter")
    browser.keyboard.press("Tab")
    first = browser.locator("#text .mark").first
    expect(first).to_be_focused()
    number = int(str(first.get_attribute("data-v")))
    assert browser.locator(f'.on[data-v~="{number}"]').count() >= 2  # the mark, the row of the table, boxes
    expect(browser.locator("#about")).to_contain_text(row["spans"][number]["owner"])
    browser.keyboard.press("Tab")
    assert int(str(browser.locator("#text .mark:focus").get_attribute("data-v"))) == number + 1
    expect(browser.locator(f"#v{number}.on")).to_have_count(0)


def test_it_follows_the_colour_scheme_and_prints_whole(make: Make, browser: Page, tmp_path: Path) -> None:
    corpus = make("pdf")
    browser.goto(written(corpus, row_with(corpus, "page[1]"), tmp_path).as_uri())
    ground = "getComputedStyle(document.body).backgroundColor"
    light = browser.evaluate(ground)
    browser.emulate_media(color_scheme="dark")
    assert browser.evaluate(ground) != light
    browser.emulate_media(media="print", color_scheme="light")
    expect(browser.locator("#about")).to_be_hidden()
    for pane in ("#pages", "#text"):
        assert browser.locator(pane).evaluate("pane => getComputedStyle(pane).overflowY") == "visible"
    with pdfplumber.open(io.BytesIO(browser.pdf())) as printed:
        text = "\n".join(page.extract_text() for page in printed.pages)
    assert "All labelled values" in text
    assert "file name" in text


def test_phi_is_told_apart_without_colour(make: Make, browser: Page, tmp_path: Path) -> None:
    corpus = make("pdf")
    browser.goto(written(corpus, row_with(corpus, "page[0]"), tmp_path).as_uri())
    style = "getComputedStyle(document.querySelector('{}')).{}"
    for kind, side in ((".box", "borderTopStyle"), ("#text .mark", "borderBottomStyle")):
        phi, other = (browser.evaluate(style.format(f"{kind}.{name}", side)) for name in ("phi", "other"))
        assert phi == "solid"
        assert other in {"dashed", "dotted"}


@pytest.mark.parametrize("file_format", ["pdf", "eml"])
def test_all_is_told_of_every_value(make: Make, tmp_path: Path, file_format: str) -> None:
    corpus = make(file_format)
    for row in rows(corpus):
        html = Html(written(corpus, row, tmp_path).read_text("utf-8"))
        marks = [attributes for attributes in html.of("mark") if attributes.get("id")]
        assert [mark["data-v"] for mark in marks] == [str(i) for i in range(len(row["spans"]))]
        for mark, span in zip(marks, row["spans"], strict=True):
            tip = str(mark["title"])
            for told in (span["label"], span["owner"], span["surface"], "PHI" if span["phi"] else "not PHI"):
                assert told in tip
            assert f"({span['hipaa']})" in tip or span["hipaa"] is None
            assert span["role"] is None or span["role"] in tip
            assert all(place["path"] in tip for place in span["location"])
        every = {place["path"] for span in row["spans"] for place in span["location"]}
        assert [path for path in every if path not in html.text] == []


def test_the_whole_text_is_there_by_surface(make: Make, tmp_path: Path) -> None:
    corpus = make("pdf")
    row = row_with(corpus, "info/", "outline[", "page[0]/annot[")
    html = Html(written(corpus, row, tmp_path).read_text("utf-8"))
    assert [line for line in row["text"].splitlines() if " ".join(line.split()) not in html.text] == []
    for caption in ("properties", "letterhead", "title", "comment", "outline", "file name", "heading"):
        assert caption in html.text


@pytest.mark.parametrize(
    ("file_format", "paths"),
    [
        ("pdf", ("info/", "outline[", "page[0]/annot[", "page[0]/link[", "filename")),
        ("eml", ("header/From", "header/Subject", "filename")),
        ("pptx", ("slide[1]/comment", "core/", "filename")),
        ("docx", ("core/", "app/company", "comment[0]", "filename")),
    ],
)
def test_what_is_on_no_page_comes_first(
    make: Make, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, file_format: str, paths: tuple[str, ...]
) -> None:
    monkeypatch.setenv("PATH", str(tmp_path))
    corpus = make(file_format)
    row = row_with(corpus, *paths)
    html = Html(written(corpus, row, tmp_path).read_text("utf-8"))
    listed = [attributes for tag, attributes in html.elements if tag == "tr" and "data-v" in attributes]
    order = [int(str(attributes["data-v"])) for attributes in listed]
    assert sorted(order) == list(range(len(row["spans"])))
    told = re.search(r"(\d+) (on no page|on no slide that is shown|outside the text of the mail)", html.text)
    assert told
    first = set(order[: int(told[1])])
    beside = {i for i, span in enumerate(row["spans"]) if all(at["path"].startswith(paths) for at in span["location"])}
    assert len(beside) >= len(paths) - 1
    assert beside <= first
    surfaces = {row["spans"][i]["surface"] for i in first}
    assert ("hidden" in surfaces) == (file_format == "pptx")
    assert ("preheader" in surfaces) == (file_format == "eml")
    assert not surfaces & {"header", "letterhead", "title", "body", "table", "form_field", "text_box", "footer"}


def test_a_mail_has_its_header_fields_and_its_text(make: Make, browser: Page, tmp_path: Path) -> None:
    corpus = make("eml")
    row = row_with(corpus, "header/From", "text/plain")
    browser.goto(written(corpus, row, tmp_path).as_uri())
    frame = browser.locator(".mail")
    expect(frame.locator("dt").first).to_have_text("From")
    for i, span in enumerate(row["spans"]):
        places = [at for at in span["location"] if at["path"].startswith(("header/", "text/plain"))]
        for text in frame.locator(f'[data-v="{i}"]').all_inner_texts()[: len(places)]:
            assert same_text(text, span["text"])
        assert frame.locator(f'[data-v="{i}"]').count() >= len(places)
    frame.locator(".mark").first.hover()
    assert browser.locator("#text .mark.on").count() == 1


def test_without_libreoffice_the_text_stands_alone(make: Make, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PATH", str(tmp_path))
    for file_format in ("docx", "pptx"):
        corpus = make(file_format)
        row = rows(corpus)[0]
        html = Html(written(corpus, row, tmp_path).read_text("utf-8"))
        assert "LibreOffice is not installed" in html.text
        assert "img" not in {tag for tag, _ in html.elements}
        assert len([mark for mark in html.of("mark") if mark.get("id")]) == len(row["spans"])


def test_libreoffice_that_hangs_is_ended_with_its_children(
    make: Make, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    office = tmp_path / "soffice"
    child = tmp_path / "child"
    office.write_text(
        f"#!{sys.executable}\nimport pathlib, subprocess\n"
        f"child = subprocess.Popen([{sys.executable!r}, '-c', 'import time; time.sleep(300)'])\n"
        f"pathlib.Path({str(child)!r}).write_text(str(child.pid))\nchild.wait()\n"
    )
    office.chmod(0o755)
    monkeypatch.setenv("PATH", str(tmp_path))
    monkeypatch.setattr("synthphi.report.office_pages._SECONDS", 3)
    started = time.monotonic()
    corpus = make("docx")
    html = Html(written(corpus, rows(corpus)[0], tmp_path).read_text("utf-8"))
    assert "LibreOffice could not open the file" in html.text
    assert time.monotonic() - started < 60
    pid = int(child.read_text())
    assert not psutil.pid_exists(pid) or psutil.Process(pid).status() == psutil.STATUS_ZOMBIE


def test_what_a_document_links_to_is_not_loaded(make: Make, tmp_path: Path) -> None:
    need("soffice")
    corpus = tmp_path / "corpus"
    shutil.copytree(make("docx"), corpus)
    row = row_with(corpus, "filename")
    asked: list[str] = []

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            asked.append(self.path)
            self.send_error(404)

        do_HEAD = do_OPTIONS = do_PROPFIND = do_GET  # noqa: N815  (names of http.server)

        def log_message(self, *_: object) -> None: ...

    with ThreadingHTTPServer(("127.0.0.1", 0), Handler) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        picture, linked = io.BytesIO(), docx.Document()
        Image.new("RGB", (40, 40), "red").save(picture, "PNG")
        linked.add_picture(picture)
        (run,) = linked.element.body.iter(docx.oxml.ns.qn("a:blip"))
        address = f"http://127.0.0.1:{server.server_port}/spy.png"
        run.set(docx.oxml.ns.qn("r:link"), linked.part.relate_to(address, RELATIONSHIP_TYPE.IMAGE, is_external=True))
        del run.attrib[docx.oxml.ns.qn("r:embed")]
        linked.save(corpus / row["path"])

        export(corpus / row["path"], tmp_path)
        assert asked  # as LibreOffice would on its own
        asked.clear()
        html = Html(written(corpus, row, tmp_path).read_text("utf-8"))
        server.shutdown()
    assert "img" in {tag for tag, _ in html.elements}
    assert asked == []


def test_damaged_files_are_told(make: Make, tmp_path: Path) -> None:
    corpus = tmp_path / "corpus"
    shutil.copytree(make("pdf"), corpus)
    row = rows(corpus)[0]
    (corpus / row["path"]).write_bytes(b"%PDF-1.7 nothing")
    html = Html(written(corpus, row, tmp_path).read_text("utf-8"))
    assert "The file is damaged: its pages cannot be drawn." in html.text
    assert len([mark for mark in html.of("mark") if mark.get("id")]) == len(row["spans"])


def _doctor(corpus: Path, change: Callable[[dict[str, Any]], object]) -> None:
    labels = CorpusFolder(corpus).labels_of("positive")
    table = pq.read_table(labels).to_pylist()
    for row in table:
        change(row)
    pq.write_table(pa.Table.from_pylist(table, schema=SCHEMA), labels)
    record_anew(corpus)


@pytest.mark.parametrize("file_format", ["pdf", "eml"])
def test_a_corpus_is_not_trusted(make: Make, browser: Page, tmp_path: Path, file_format: str) -> None:
    corpus = tmp_path / "corpus"
    shutil.copytree(make(file_format), corpus)

    def change(row: dict[str, Any]) -> None:
        row.update(dict.fromkeys(("document_id", "doc_type", "text"), HOSTILE))
        for i, span in enumerate(row["spans"]):
            span.update(dict.fromkeys(("text", "label", "role", "owner", "hipaa", "surface"), HOSTILE))
            span.update(start=i * 3 - 5, end=i * 7)
            for place in span["location"]:
                place["boxes"] = [{"x0": 10.0, "y0": float("nan"), "x1": 1e30, "y1": 20.0 * i}]
                place["path"] = f"{place['path']}{HOSTILE}" if i % 2 else place["path"]

    _doctor(corpus, change)
    page = written(corpus, rows(corpus)[0], tmp_path)
    html = Html(page.read_text("utf-8"))
    assert sum(tag == "script" for tag, _ in html.elements) == 1
    assert not [name for _, attributes in html.elements for name in attributes if name.startswith("on")]
    assert "54439" not in html.text.split()
    browser.goto(page.as_uri())
    browser.locator("tr[id]").first.hover()
    expect(browser.locator("#about")).to_contain_text("alert(1)")


def test_the_browser_is_forbidden_to_load_or_run_anything_else(make: Make, browser: Page, tmp_path: Path) -> None:
    corpus = make("eml")
    page = written(corpus, rows(corpus)[0], tmp_path)
    html = Html(page.read_text("utf-8"))
    assert {tag for tag, _ in html.elements} & {"link", "iframe", "object", "embed"} == set()
    assert all(str(attributes["href"]).startswith("#") for _, attributes in html.elements if "href" in attributes)
    policy = next(str(attributes["content"]) for _, attributes in html.elements if "http-equiv" in attributes)
    assert policy.startswith("default-src 'none'; ")
    assert "unsafe-inline" not in policy.partition("script-src")[2]
    browser.goto(page.as_uri())  # and the page's own script runs
    browser.locator("#text .mark").first.hover()
    expect(browser.locator("#about b").first).to_be_visible()


def test_the_page_is_called_after_the_document(make: Make, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    corpus = make("eml")
    row = rows(corpus)[0]
    monkeypatch.chdir(tmp_path)
    assert write_document_page(corpus / row["path"]) == tmp_path / "positive-000000.html"
    before = (tmp_path / "positive-000000.html").read_bytes()
    write_document_page(corpus / row["path"])  # takes the place of the old one
    assert (tmp_path / "positive-000000.html").read_bytes() == before
    assert list(tmp_path.iterdir()) == [tmp_path / "positive-000000.html"]


def test_a_name_from_the_labels_leads_nowhere_else(make: Make, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    corpus = tmp_path / "corpus"
    shutil.copytree(make("eml"), corpus)
    _doctor(corpus, lambda row: row.update(document_id="../../elsewhere"))
    (tmp_path / "here").mkdir()
    monkeypatch.chdir(tmp_path / "here")
    assert write_document_page(corpus / rows(corpus)[0]["path"]) == tmp_path / "here" / "document.html"


def test_places_where_no_page_is_written(make: Make, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    corpus = make("eml")
    document = corpus / rows(corpus)[0]["path"]
    before = sorted(corpus.rglob("*"))
    (tmp_path / "folder.html").mkdir()
    with pytest.raises(OutputError, match="is a folder"):
        write_document_page(document, tmp_path / "folder.html")
    with pytest.raises(OutputError, match=r"ends in \.html"):
        write_document_page(document, corpus / "labels/positive.parquet")
    with pytest.raises(OutputError, match="among the documents of the corpus"):
        write_document_page(document, document.with_suffix(".html"))
    (tmp_path / "link").symlink_to(document.parent)
    with pytest.raises(OutputError, match="among the documents of the corpus"):
        write_document_page(document, tmp_path / "link" / "page.html")
    monkeypatch.chdir(document.parent)
    with pytest.raises(OutputError, match="among the documents of the corpus"):
        write_document_page(document)
    with pytest.raises(OutputError, match="cannot write"):
        write_document_page(document, tmp_path / "nowhere" / "page.html")
    assert sorted(corpus.rglob("*")) == before


def test_no_file_outside_of_a_corpus_is_shown(make: Make, tmp_path: Path) -> None:
    corpus = tmp_path / "corpus"
    shutil.copytree(make("eml"), corpus)
    row = rows(corpus)[0]
    secret = tmp_path / "secret.eml"
    secret.write_text("Subject: secret\n\nsecret\n")
    (corpus / row["path"]).unlink()
    (corpus / row["path"]).symlink_to(secret)
    with pytest.raises(CorpusError, match="is in no corpus"):
        write_document_page(corpus / row["path"], tmp_path / "page.html")
    assert not (tmp_path / "page.html").exists()
