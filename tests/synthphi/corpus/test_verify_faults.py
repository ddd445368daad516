"""Faults planted in a corpus of real files, one at a time: `verify` says each of them, and where it is."""

import shutil
from io import BytesIO
from pathlib import Path

import docx
import pptx
import pytest
from corpora import PlantedCorpus

from synthphi import CorpusSpec, verify, write_corpus


@pytest.fixture(scope="module")
def whole(tmp_path_factory):
    folder = tmp_path_factory.mktemp("whole") / "corpus"
    # Every surface is another test's; here the files are to be alike.
    spec = {"phi_positive": 40, "phi_negative": 20, "seed": 4, "surfaces": {}, "surface_only": 0}
    write_corpus(CorpusSpec.parse(spec), folder)
    return folder


@pytest.fixture(scope="module")
def known(whole):
    """What is wrong before anything is planted."""
    return frozenset(map(str, verify(whole).problems))


@pytest.fixture
def planted(whole, known, tmp_path):
    shutil.copytree(whole, tmp_path / "corpus")
    return PlantedCorpus(tmp_path / "corpus", known)


def test_nothing_is_wrong_before(known):
    assert known == frozenset()


def test_a_corpus_that_is_whole_is_counted(whole):
    report = verify(whole)
    assert report.hashes == report.documents == 60
    assert report.boxes.count > 100
    assert report.boxes.share == 1.0
    assert 0.8 <= report.boxes.lowest <= 1
    assert report.texts > 60 * 10
    assert report.identifiers > 60
    assert report.pool_values > report.values > 15 * 30
    assert (report.unlabelled, report.phi_in_negatives, report.out_of_range, report.wrong_hashes) == (0, 0, 0, 0)


def test_a_span_shifted_by_one(planted):
    row = planted.row("docx")
    span = next(span for span in row["spans"] if span["surface"] == "body")

    def shift(rows):
        moved = next(one for one in rows if one["document_id"] == row["document_id"])
        at = row["spans"].index(span)
        moved["spans"][at]["location"][0]["start"] += 1

    planted.relabel(shift)
    found = planted.found()
    assert found["place"]
    assert f"{span['text']!r} is labelled at {span['location'][0]['path']} from" in found["place"][0]
    assert row["path"] in found["place"][0]


def test_a_value_that_is_not_in_the_file(planted):
    row = planted.row("docx", "MEDICALRECORD")
    value = next(span["text"] for span in row["spans"] if span["label"] == "MEDICALRECORD")
    planted.rewrite(row, lambda name, data: data.replace(value.encode(), b"#" * len(value)))
    found = planted.found()
    assert set(found) == {"place"}
    assert any(repr(value) in line and row["path"] in line for line in found["place"])


def test_an_unlabelled_value_in_a_comment(planted):
    row = planted.row("docx")
    patient = planted.patient(row)
    document = docx.Document(BytesIO(planted.data(row)))
    run = next(run for paragraph in document.paragraphs for run in paragraph.runs)
    document.add_comment(run, text=f"Call {patient['mobile']} first.", author="Registrar", initials="R")
    planted.save(row, document)
    (said,) = planted.found()["unlabelled"]
    assert f"{patient['mobile'].lstrip('(')!r}"[1:-1] in said
    assert "comment[0]" in said


@pytest.mark.parametrize("side", ["x", "y"])
def test_a_box_moved_by_20_points(planted, side):
    row = planted.row("pdf", "MEDICALRECORD")

    def move(rows):
        moved = next(one for one in rows if one["document_id"] == row["document_id"])
        span = next(span for span in moved["spans"] if span["label"] == "MEDICALRECORD")
        for box in span["location"][0]["boxes"]:
            box[f"{side}0"] += 20
            box[f"{side}1"] += 20

    planted.relabel(move)
    found = planted.found()
    assert len(found["place"]) == 1
    assert "page[0]" in found["place"][0]


def test_a_box_that_is_too_high(planted):
    row = planted.row("pdf", "MEDICALRECORD")

    def stretch(rows):
        moved = next(one for one in rows if one["document_id"] == row["document_id"])
        # The title stands alone on its line, with room below.
        span = next(span for span in moved["spans"] if span["label"] == "MEDICALRECORD")
        box = span["location"][0]["boxes"][0]
        box["y0"] -= 0.45 * (box["y1"] - box["y0"])

    planted.relabel(stretch)
    found = planted.found()
    assert set(found) == {"box"}
    assert "fits its characters by 0.6" in found["box"][0]
    assert planted.report().boxes.lowest < 0.8
    assert planted.report().boxes.share < 1


def test_a_swapped_pair_of_files(planted):
    one, other = planted.rows("docx")[:2]
    first, second = planted.data(one), planted.data(other)
    planted.write(one, second)
    planted.write(other, first)
    found = planted.found()
    said = "\n".join(line for lines in found.values() for line in lines)
    assert one["path"] in said
    assert other["path"] in said
    assert "place" in found


@pytest.mark.parametrize("file_format", ["docx", "pdf", "pptx"])
def test_a_truncated_file(planted, file_format):
    row = planted.row(file_format)
    data = planted.data(row)
    planted.write(row, data[: len(data) // 2])
    found = planted.found()
    assert set(found) == {"file"}
    assert f"{row['path']}: cannot be read as {file_format}" in found["file"][0]


def test_an_ssn_that_somebody_may_have(planted):
    row = planted.row("docx", "SSN")
    ssn = next(span["text"] for span in row["spans"] if span["label"] == "SSN")
    theirs = "219-09-9999"
    planted.rewrite(row, lambda name, data: data.replace(ssn.encode(), theirs.encode()))

    def change(rows):
        changed = next(one for one in rows if one["document_id"] == row["document_id"])
        changed["text"] = changed["text"].replace(ssn, theirs)
        for span in changed["spans"]:
            span["text"] = span["text"].replace(ssn, theirs)

    planted.relabel(change)
    found = planted.found()
    assert set(found) == {"range"}
    assert "'219-09-9999' is not an SSN that is never issued" in found["range"][0]
    assert planted.report().out_of_range == len(found["range"])


def test_a_providers_number_in_a_header(planted):
    row = planted.row("docx")
    provider = planted.pool("providers")[0]
    document = docx.Document(BytesIO(planted.data(row)))
    document.sections[0].header.paragraphs[0].add_run(f"  {provider['phone']}")
    planted.save(row, document)
    (said,) = planted.found()["unlabelled"]
    assert "(provider: phone) at header/p[0]" in said


def test_a_value_in_a_file_name(planted):
    row = planted.row("eml")
    patient = planted.patient(row)
    name = f"{patient['last_name']}, {patient['first_name']} {Path(row['path']).name}"
    planted.rename(row, str(Path(row["path"]).with_name(name)))
    found = planted.found()
    assert set(found) == {"unlabelled"}
    assert any(" at filename from 0 without a label" in line for line in found["unlabelled"])


def test_a_value_in_a_file_name_with_its_label(planted):
    row = planted.row("eml")
    patient = planted.patient(row)
    stem = Path(row["path"]).stem
    planted.rename(row, str(Path(row["path"]).with_name(f"{stem}_{patient['mrn']}.eml")))

    def label(rows):
        changed = next(one for one in rows if one["document_id"] == row["document_id"])
        start = len(changed["text"])
        changed["text"] += f"{patient['mrn']}\n"
        location = [{"path": "filename", "start": len(stem) + 1, "boxes": []}]
        named = {**changed["spans"][0], "label": "MEDICALRECORD", "text": patient["mrn"], "surface": "filename"}
        named |= {"start": start, "end": start + len(patient["mrn"]), "location": location, "role": None}
        named |= {"owner": "patient", "person_id": patient["person_id"], "phi": True, "hipaa": "H", "over_89": False}
        changed["spans"].append(named)

    planted.relabel(label)
    assert planted.found() == {}


@pytest.mark.parametrize("hidden", [True, False])
def test_a_value_on_a_hidden_slide_and_in_notes(planted, hidden):
    row = planted.row("pptx")
    patient = planted.patient(row)
    name = f"{patient['first_name']} {patient['last_name']}"
    deck = pptx.Presentation(BytesIO(planted.data(row)))
    slide = deck.slides.add_slide(deck.slide_layouts[0])
    if hidden:
        slide._element.set("show", "0")
        slide.shapes.add_textbox(0, 0, 100000, 100000).text_frame.text = f"Backup: {name}"
    else:
        slide.notes_slide.notes_text_frame.text = f"Ask {name}"
    planted.save(row, deck)
    said = planted.found()["unlabelled"]
    assert any(repr(name) in line for line in said)
    where = f"slide[{len(deck.slides) - 1}]"
    assert all(f"{where}/{'shape' if hidden else 'notes'}" in line for line in said)


@pytest.mark.parametrize(
    ("written", "found"),
    [
        (lambda p: f"Seen with {p['first_name']} today.", "first name"),
        (lambda p: f"Told Ms. {p['last_name']} to rest.", "last name"),
        (lambda p: f"Her {p['relative_relationship']} {p['relative_first_name']} drove.", "relative first name"),
        (lambda p: f"Drove in from {p['city']}.", "city"),
        (lambda p: f"Mailed to {p['zip_code']}.", "zip code"),
        (lambda p: f"born {p['birth_date']:%B} {p['birth_date'].day}, {p['birth_date'].year}", "birth date"),
        (lambda p: f"DOB {p['birth_date']:%m-%d-%Y}", "birth date"),
        (lambda p: f"DOB {p['birth_date']:%d%b%Y}".upper(), "birth date"),
        (lambda p: f"{p['birth_date'].month}, {p['birth_date'].day}, {p['birth_date'].year}", None),
        (lambda p: f"card {p['card_number']}", "card number"),
        (lambda p: f"record {''.join(c for c in p['mrn'] if c.isalnum())}", "mrn"),
        (lambda p: f"SSN {p['ssn'].replace('-', '')}", "ssn"),
        (lambda p: p["first_name"].lower(), None),
        (lambda p: f"{p['first_name']}ish", None),
        (lambda p: f"Tri-{p['last_name']} Health Partners", None),
    ],
)
def test_the_patients_own_values_in_the_body(planted, written, found):
    row = planted.row("docx")
    document = docx.Document(BytesIO(planted.data(row)))
    document.paragraphs[-1].add_run(f" {written(planted.patient(row))}")
    planted.save(row, document)
    said = planted.found()
    if found is None:
        assert said == {}
    else:
        assert set(said) == {"unlabelled"}
        assert any(f"(patient: {found}) at body/p[" in line for line in said["unlabelled"])


def test_a_date_of_birth_is_nothing_in_the_file_of_another(planted):
    one, other = planted.rows_of_two_patients("docx")
    document = docx.Document(BytesIO(planted.data(one)))
    document.paragraphs[-1].add_run(f" {planted.patient(other)['birth_date']:%m/%d/%Y}")
    planted.save(one, document)
    assert planted.found() == {}


def test_a_patient_in_a_negative(planted):
    row = planted.row("docx", phi_class="negative")
    patient = planted.pool("patients")[3]
    document = docx.Document(BytesIO(planted.data(row)))
    document.core_properties.keywords = f"{patient['mrn']}"
    planted.save(row, document)
    (said,) = planted.found()["phi"]
    assert said == f"{row['path']}: is a negative and has {patient['mrn']!r} of a patient at core/keywords"
    assert planted.report().phi_in_negatives == 1


def test_a_patient_who_is_in_no_pool(planted):
    row = planted.row("eml")

    def change(rows):
        next(one for one in rows if one["document_id"] == row["document_id"])["patient_id"] = "patient-999999"

    planted.relabel(change)
    assert any("'patient-999999' is not in the pool" in line for line in planted.found()["label"])
