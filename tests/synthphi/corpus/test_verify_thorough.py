"""Second readers find what labels say, and what is not as labelled."""

import shutil

import pytest
from corpora import PlantedCorpus
from programs import need

from synthphi import CorpusSpec, verify, write_corpus
from synthphi.errors import CorpusError

pytestmark = pytest.mark.timeout(600)


@pytest.fixture(scope="module")
def whole(tmp_path_factory):
    for name in ("pandoc", "pdftotext", "soffice", "perl"):
        need(name)
    folder = tmp_path_factory.mktemp("whole") / "corpus"
    write_corpus(CorpusSpec.parse({"phi_positive": 40, "phi_negative": 20, "seed": 4}), folder)
    return folder


@pytest.fixture
def planted(whole, tmp_path):
    shutil.copytree(whole, tmp_path / "corpus")
    return PlantedCorpus(tmp_path / "corpus")


def second(corpus, sample=0):
    """Return what second readers alone find wrong."""
    report = corpus.report(thorough=True, sample=sample)
    return [str(problem) for problem in report.problems if problem.kind == "second reader"]


def test_second_readers_agree(whole):
    told = []
    report = verify(whole, thorough=True, sample=3, progress=lambda *counts: told.append(counts))
    assert report.problems == []
    readings = {reading.format: reading for reading in report.thorough}
    assert set(readings) == {"docx", "pdf", "pptx", "eml"}
    assert readings["pptx"].documents == 3 < readings["pptx"].of_documents
    for name in ("docx", "pdf", "eml"):
        assert readings[name].documents == readings[name].of_documents
        assert readings[name].values > 100
    assert readings["pdf"].boxes.share == 1.0
    assert told[-1] == (60 + sum(reading.documents for reading in report.thorough),) * 2


def test_several_processes_find_the_same(whole):
    assert verify(whole, thorough=True, sample=0, workers=2) == verify(whole, thorough=True, sample=0)


@pytest.mark.parametrize(("file_format", "tool"), [("docx", "pandoc"), ("pptx", "LibreOffice")])
def test_a_value_that_is_not_in_an_office_file(planted, file_format, tool):
    row = planted.row(file_format, "AGE")
    value = next(span["text"] for span in row["spans"] if span["label"] == "PATIENT")
    planted.rewrite(row, lambda name, data: data.replace(value.encode(), b"#" * len(value)))
    said = second(planted, sample=1000)
    assert any(line.startswith(f"{row['path']}: {tool} finds ") and "times" in line for line in said)


def test_a_value_that_is_not_in_a_mail(planted):
    row = planted.row("eml", "PATIENT")
    planted.write(row, planted.data(row)[:900])
    said = second(planted)
    assert said
    assert all(line.startswith(f"{row['path']}: ") for line in said)
    assert any("MIME::Parser finds" in line for line in said)


def test_a_box_that_is_somewhere_else(planted):
    row = planted.row("pdf", "MEDICALRECORD")

    def move(rows):
        moved = next(one for one in rows if one["document_id"] == row["document_id"])
        span = next(span for span in moved["spans"] if span["label"] == "MEDICALRECORD")
        for box in span["location"][0]["boxes"]:
            box["y0"] += 20
            box["y1"] += 20

    planted.relabel(move)
    (said,) = second(planted)
    assert said.startswith(f"{row['path']}: MEDICALRECORD ")
    assert "pdftotext reads" in said


def test_a_box_that_is_too_wide(planted):
    row = planted.row("pdf", "MEDICALRECORD")

    def stretch(rows):
        stretched = next(one for one in rows if one["document_id"] == row["document_id"])
        span = next(span for span in stretched["spans"] if span["label"] == "MEDICALRECORD")
        box = span["location"][0]["boxes"][0]
        box["y0"] -= 0.45 * (box["y1"] - box["y0"])

    planted.relabel(stretch)
    (said,) = second(planted)
    assert "by pdftotext its box fits by 0.6" in said


@pytest.mark.parametrize("file_format", ["docx", "pdf", "pptx"])
def test_a_file_that_a_second_reader_cannot_open(planted, file_format):
    row = planted.row(file_format)
    planted.write(row, planted.data(row)[:600])
    said = second(planted, sample=1000)
    assert said
    assert all(line.startswith(f"{row['path']}: ") for line in said)


@pytest.mark.parametrize(
    ("file_format", "package"),
    [
        *(("docx", "pandoc"), ("pdf", "poppler-utils"), ("pptx", "libreoffice-impress"), ("eml", "perl")),
        *(("html", "lynx"), ("msg", "perl"), ("csv", "perl")),
    ],
)
def test_a_program_that_is_not_installed_is_named_with_its_package(monkeypatch, tmp_path, file_format, package):
    spec = {"phi_positive": 2, "phi_negative": 0, "formats": {file_format: 1}, "surfaces": {}, "surface_only": 0}
    write_corpus(CorpusSpec.parse(spec), tmp_path / "corpus")
    monkeypatch.setenv("PATH", str(tmp_path / "nothing"))
    with pytest.raises(CorpusError, match=f"install the Debian or Ubuntu package {package}"):
        verify(tmp_path / "corpus", thorough=True)


def test_modules_of_perl_that_are_not_installed_are_named_with_their_packages(monkeypatch, tmp_path):
    spec = {"phi_positive": 2, "phi_negative": 0, "formats": {"eml": 1}, "surfaces": {}, "surface_only": 0}
    write_corpus(CorpusSpec.parse(spec), tmp_path / "corpus")
    perl = tmp_path / "programs/perl"
    perl.parent.mkdir()
    perl.write_text("#!/bin/sh\nexit 2\n")
    perl.chmod(0o755)
    monkeypatch.setenv("PATH", f"{perl.parent}:/usr/bin:/bin")
    with pytest.raises(CorpusError, match="libmime-tools-perl and libhtml-parser-perl"):
        verify(tmp_path / "corpus", thorough=True)
