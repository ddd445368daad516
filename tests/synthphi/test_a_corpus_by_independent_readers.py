"""One corpus, judged by programs that did not write it."""

import email
import email.policy
import subprocess
from datetime import UTC, datetime

import docx
import pptx
import pypdfium2
import pytest
from programs import need

from synthphi import CorpusSpec, read_labels, verify, write_corpus

SPEC = CorpusSpec(phi_positive=667, phi_negative=333, seed=2)
SMALL = CorpusSpec(phi_positive=67, phi_negative=33, seed=3)


@pytest.fixture(scope="module")
def corpus(tmp_path_factory):
    folder = tmp_path_factory.mktemp("thousand") / "corpus"
    write_corpus(SPEC, folder)
    return folder


@pytest.fixture(scope="module")
def small_corpus(tmp_path_factory):
    folder = tmp_path_factory.mktemp("hundred") / "corpus"
    write_corpus(SMALL, folder)
    return folder


def files(folder, ending):
    return sorted(p for name in ("positive", "negative") for p in (folder / name).rglob(f"*.{ending}"))


def test_every_span_of_a_thousand_documents_is_found_at_its_place(corpus):
    report = verify(corpus)
    assert report.problems == []
    assert report.ok
    labels = read_labels(corpus)
    assert labels.num_rows == 1000
    assert report.documents == 1000
    assert report.spans == sum(len(spans) for spans in labels["spans"].to_pylist())
    assert report.spans > 10_000


def test_the_library_of_each_format_opens_every_file(corpus):
    for path in files(corpus, "docx"):
        assert docx.Document(str(path)).paragraphs
    for path in files(corpus, "pptx"):
        assert len(pptx.Presentation(str(path)).slides) > 3
    for path in files(corpus, "pdf"):
        document = pypdfium2.PdfDocument(path)
        assert len(document) >= 1
        document.close()
    for path in files(corpus, "eml"):
        message = email.message_from_bytes(path.read_bytes(), policy=email.policy.strict)
        parts = list(message.walk())
        assert not any(part.defects for part in parts), path
        assert not any(header.defects for part in parts for header in part.values()), path
        assert all(part.get_content().strip() for part in parts if part.get_content_maintype() == "text")
        assert message.get_body(("plain",)) is not None


def test_properties_name_no_generator_and_no_date_after_today_of_the_spec(corpus):
    limit = datetime(SPEC.as_of.year, SPEC.as_of.month, SPEC.as_of.day, 23, 59, 59, tzinfo=UTC)
    for path in files(corpus, "docx")[:40]:
        core = docx.Document(str(path)).core_properties
        assert "python" not in f"{core.author} {core.comments} {core.last_modified_by}".lower()
        assert core.created <= limit
    for path in files(corpus, "pptx")[:20]:
        core = pptx.Presentation(str(path)).core_properties
        assert "python" not in f"{core.author} {core.comments} {core.last_modified_by}".lower()
        assert core.created.replace(tzinfo=core.created.tzinfo or UTC) <= limit


def test_qpdf_finds_no_fault_in_any_pdf(small_corpus):
    need("qpdf")
    found = files(small_corpus, "pdf")
    assert len(found) > 10
    for path in found:
        done = subprocess.run(["qpdf", "--check", str(path)], capture_output=True, text=True, check=False)
        assert done.returncode == 0, done.stdout + done.stderr
        assert "WARNING" not in done.stdout + done.stderr


@pytest.mark.timeout(600)
@pytest.mark.parametrize("ending", ["docx", "pptx"])
def test_libreoffice_converts_every_file(small_corpus, tmp_path, ending):
    need("soffice")
    found = files(small_corpus, ending)
    assert len(found) > 5
    subprocess.run(
        [
            "soffice",
            f"-env:UserInstallation=file://{tmp_path}/profile",
            "--headless",
            "--convert-to",
            "pdf",
            "--outdir",
            str(tmp_path / "pdf"),
            *map(str, found),
        ],
        check=True,
        capture_output=True,
        timeout=550,
    )
    for path in found:
        converted = pypdfium2.PdfDocument(tmp_path / "pdf" / f"{path.stem}.pdf")
        page_text = converted[0].get_textpage().get_text_bounded()
        assert len(page_text) > 20, path
        converted.close()
