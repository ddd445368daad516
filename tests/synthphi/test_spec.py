import json
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from synthphi.doctypes import TYPES, DocType, Format
from synthphi.errors import SpecError
from synthphi.run_options import RunOptions
from synthphi.spec import CorpusSpec
from synthphi.yaml_file import read_yaml


@pytest.mark.parametrize(
    ("values", "says"),
    [
        ({"phi_positiv": 3}, ["phi_positiv", "unknown field", "phi_positive"]),
        ({"phi_positive": -1}, ["phi_positive", "greater than or equal to 0"]),
        ({"phi_positive": "many"}, ["phi_positive", "integer", "'many'"]),
        ({"phi_positive": 0, "phi_negative": 0}, ["phi_positive", "phi_negative", "at least one document"]),
        ({"types": {"Policy": 0}}, ["types", "weight above 0", "phi_positive"]),
        ({"types": {"Poem": 1}}, ["types.Poem", "ProgressNote"]),
        ({"types": {"Policy": -1}}, ["types.Policy", "greater than or equal to 0"]),
        ({"formats": {"docx": 0, "pdf": 0}}, ["formats", "weight above 0"]),
        ({"formats": {"xls": 1}}, ["formats.xls", "docx"]),
        ({"formats": {"docx": float("inf")}}, ["formats.docx", "finite"]),
        ({"seed": -1}, ["seed"]),
        ({"seed": 2**63}, ["seed", "2**63"]),
        ({"as_of": "soon"}, ["as_of", "date"]),
        ({"surfaces": {"margin": 1}}, ["surfaces.margin", "comment"]),
        ({"surfaces": {"comment": 1.5}}, ["surfaces.comment", "less than or equal to 1"]),
        ({"surface_only": -0.1}, ["surface_only", "greater than or equal to 0"]),
        ({"identifiers": "real"}, ["identifiers", "reserved"]),
        ({"names": "pretty"}, ["names", "neutral"]),
        ({"pack": "zip"}, ["pack", "none", "tar"]),
        ({"documents_per_patient": 0}, ["documents_per_patient"]),
        ({"patients": 0}, ["patients"]),
        ({"providers": 1}, ["providers"]),
        ({"facilities": 0}, ["facilities"]),
    ],
)
def test_an_unusable_field_is_named_with_the_fix(values, says):
    with pytest.raises(SpecError) as caught:
        CorpusSpec.parse(values)
    for part in says:
        assert part in str(caught.value)


def test_all_unusable_fields_are_named_at_once():
    with pytest.raises(SpecError) as caught:
        CorpusSpec.parse({"phi_positive": -1, "phi_negative": -2})
    assert "phi_positive" in str(caught.value)
    assert "phi_negative" in str(caught.value)


@pytest.mark.parametrize(
    ("values", "field"),
    [({"workers": 0}, "workers"), ({"batch_size": "big"}, "batch_size"), ({"wrokers": 2}, "wrokers")],
)
def test_unusable_run_options_are_named(values, field):
    with pytest.raises(SpecError, match=field):
        RunOptions.parse(values)


def test_yaml_gives_the_spec_and_other_values_win_over_it(tmp_path):
    path = tmp_path / "corpus.yaml"
    path.write_text("phi_positive: 5\nseed: 9\nas_of: 2024-05-06\nformats: {docx: 1, eml: 2, pptx: 1}\n")
    spec = CorpusSpec.from_yaml(path, seed=11, phi_negative=None)
    assert spec.phi_positive == 5
    assert spec.phi_negative == CorpusSpec().phi_negative
    assert spec.seed == 11
    assert spec.as_of == date(2024, 5, 6)
    assert spec.formats == {Format.DOCX: 1, Format.EML: 2, Format.PPTX: 1}


@pytest.mark.parametrize("content", ["- a\n- b\n", "a: [", "just words", "1: 2\n"])
def test_a_config_file_that_is_no_mapping_is_refused_by_name(tmp_path, content):
    path = tmp_path / "bad.yaml"
    path.write_text(content)
    with pytest.raises(SpecError, match=r"bad\.yaml"):
        read_yaml(path)


def test_a_missing_config_file_is_refused_by_name(tmp_path):
    with pytest.raises(SpecError, match=r"absent\.yaml"):
        read_yaml(tmp_path / "absent.yaml")


def test_every_content_field_changes_the_fingerprint():
    changes = {
        "phi_positive": 201,
        "phi_negative": 101,
        "seed": 43,
        "as_of": "2026-01-16",
        "types": {**CorpusSpec().types, DocType.POLICY: 1},
        "formats": {**CorpusSpec().formats, Format.PDF: 1},
        "twins": 0.4,
        "quality": {"clean": 1},
        "splits": {"train": 1},
        "surfaces": {"comment": 1},
        "surface_only": 0.5,
        "documents_per_patient": 4,
        "patients": 9,
        "providers": 61,
        "facilities": 13,
        "names": "neutral",
        "properties": "none",
        "attachment_phi": {"both": 1},
        "pack": "tar",
    }
    assert set(changes) == set(CorpusSpec.model_fields) - {"identifiers", "issuance_shaped_acknowledged", "folders"}
    prints = {CorpusSpec.parse({field: value}).fingerprint for field, value in changes.items()}
    assert len(prints | {CorpusSpec().fingerprint}) == len(changes) + 1


def test_the_folders_change_the_fingerprint():
    fields = {"formats": {"pdf": 1}, "splits": {"train": 2, "test": 1}}
    prints = {CorpusSpec.parse({**fields, "folders": name}).fingerprint for name in ("classes", "purview")}
    assert len(prints) == 2


def test_a_spec_survives_json_with_its_fingerprint():
    spec = CorpusSpec(seed=5, patients=3, names="neutral")
    again = CorpusSpec.parse(json.loads(spec.model_dump_json()))
    assert again == spec
    assert again.fingerprint == spec.fingerprint


WEIGHED = [doc_type for doc_type, facts in TYPES.items() if not facts.is_twin]


@given(
    weights=st.dictionaries(st.sampled_from(WEIGHED), st.floats(0, 100)),
    formats=st.dictionaries(st.sampled_from(list(Format)), st.floats(0, 100)),
)
def test_shares_sum_to_one_and_keep_to_the_formats_of_a_type(weights, formats):
    try:
        spec = CorpusSpec.parse({"types": weights, "formats": formats})
    except SpecError as error:
        assert "weight above 0" in str(error)  # noqa: PT017  (either outcome is right; this is what the error must say)
        return
    for phi_class in ("positive", "negative"):
        cells = spec.cells(phi_class)
        assert sum(cells.values()) == pytest.approx(1)
        for doc_type, file_format in cells:
            assert TYPES[doc_type].phi_class == phi_class
            assert file_format in TYPES[doc_type].formats


def test_a_twin_has_no_weight_and_its_share_is_a_field():
    with pytest.raises(SpecError, match=r"types: BlankForm is made as a twin of positives.*set twins instead"):
        CorpusSpec.parse({"types": {"ProgressNote": 1, "BlankForm": 1}})
    assert CorpusSpec.parse({"types": {"Policy": 1}, "phi_positive": 0}).twin_share == 0
    only_twins = CorpusSpec.parse({"types": {"ProgressNote": 1}, "twins": 1})
    assert only_twins.twin_share == 1
    with pytest.raises(SpecError, match="leave no negative document"):
        CorpusSpec.parse({"types": {"ProgressNote": 1}, "twins": 0.9})


@pytest.mark.parametrize("field", ["quality", "splits"])
def test_some_weight_has_to_be_left(field):
    with pytest.raises(SpecError, match=f"{field}: needs a weight above 0"):
        CorpusSpec.parse({field: {}})


def test_patients_follow_from_documents_unless_named():
    assert CorpusSpec(phi_positive=200, documents_per_patient=3).patient_count == 67
    assert CorpusSpec(phi_positive=200, patients=5).patient_count == 5
    assert CorpusSpec(phi_positive=0).patient_count == 1
