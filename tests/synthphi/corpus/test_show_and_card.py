from dataclasses import replace

import pytest

from synthphi.content import compose
from synthphi.corpus.card import dataset_card
from synthphi.corpus.plan import Plan
from synthphi.corpus.show import annotated_text, surfaces_of_lines
from synthphi.corpus.stats import CorpusStats, WorkerStats, read_stats
from synthphi.corpus.write import write_corpus
from synthphi.document.canonical import lines
from synthphi.errors import CorpusError
from synthphi.people.pools import Pools
from synthphi.spec import CorpusSpec

POSITIVE = "positive/000/PHI_POS_ProviderEmail_W00_0003.eml"


def test_a_document_with_its_labels(spec, corpus):
    shown = annotated_text(corpus / POSITIVE)
    patient = Pools(spec).patient(1)
    assert (shown.document_id, shown.path) == ("positive-000003", POSITIVE)
    assert [(shown.text[span.start : span.end], span.label, span.phi) for span in shown.spans][:2] == [
        (patient.name.full, "PATIENT", True),
        (Pools(spec).provider(3).name.full, "DOCTOR", False),
    ]


def test_a_document_with_all_that_its_labels_say(corpus):
    shown = annotated_text(corpus / POSITIVE)
    assert (shown.phi_class, shown.doc_type, shown.format) == ("positive", "ProviderEmail", "eml")
    assert shown.file == (corpus / POSITIVE).resolve()
    ssn = next(span for span in shown.spans if span.label == "SSN")
    assert (ssn.role, ssn.owner, ssn.hipaa, ssn.surface) == (None, "patient", "G", "body")
    assert shown.text[ssn.start : ssn.end] == ssn.text
    assert [place.path for place in ssn.places] == ["text/plain"]


def test_each_line_has_its_surface_in_a_corpus_of_this_version(tmp_path):
    spec = CorpusSpec.parse({"phi_positive": 4, "phi_negative": 2, "seed": 4, "formats": {"pdf": 1}})
    assert write_corpus(spec, tmp_path / "corpus").errors == 0
    plan = Plan(spec)
    for number in range(4):
        document = plan.document("positive", number)
        expected = [surface for surface, line in lines(compose(document, plan.pools)) if line]
        (file,) = (tmp_path / "corpus/positive").rglob(f"*_{number:04d}*")
        shown = annotated_text(file)
        surfaces = surfaces_of_lines(shown)
        assert len(surfaces) == len(shown.text.split("\n"))
        assert [surface for surface in surfaces if surface is not None] == expected
        assert "heading" in expected


def test_in_a_corpus_of_another_version_labels_say_the_surfaces_of_lines(corpus):
    # Its mails are made by hand: what is composed is something else.
    shown = annotated_text(corpus / POSITIVE)
    assert surfaces_of_lines(shown) == ("subject", "body", "body", None)
    assert surfaces_of_lines(replace(shown, number=1_000)) == ("subject", "body", "body", None)
    assert surfaces_of_lines(replace(shown, spans=shown.spans[:1])) == ("subject", None, None, None)


def test_a_document_by_a_relative_path_and_by_a_link(corpus, tmp_path, monkeypatch):
    monkeypatch.chdir(corpus / "positive")
    assert annotated_text("000/PHI_POS_ProviderEmail_W00_0003.eml").document_id == "positive-000003"
    (tmp_path / "link.eml").symlink_to(corpus / POSITIVE)
    assert annotated_text(tmp_path / "link.eml").document_id == "positive-000003"


def test_files_that_cannot_be_shown(corpus, tmp_path):
    with pytest.raises(CorpusError, match=r"nothing\.eml is not a file"):
        annotated_text(tmp_path / "nothing.eml")
    (tmp_path / "mine.eml").write_text("mine")
    with pytest.raises(CorpusError, match="is in no corpus"):
        annotated_text(tmp_path / "mine.eml")
    (corpus / "positive/mine.eml").write_text("mine")
    for name in ("positive/mine.eml", "manifest.jsonl"):
        with pytest.raises(CorpusError, match="is not a document of the corpus"):
            annotated_text(corpus / name)
    (corpus / "labels/positive.parquet").unlink()
    with pytest.raises(CorpusError, match=r"positive\.parquet cannot be read"):
        annotated_text(corpus / POSITIVE)


def test_the_card_of_a_corpus_says_what_is_in_it(spec, corpus):
    card = (corpus / "README.md").read_text()
    assert card == dataset_card(spec, read_stats(corpus))
    for line in (
        "| with PHI | 9 |",
        "| without PHI | 6 |",
        "| ProviderEmail | positive | 9 |",
        "| eml | 15 |",
        "| NAME | PATIENT | 18 |",
        "51 labelled values, 36 of them PHI.",
        "- DEA registration numbers (valid check digit)",
        "- driver's licence numbers",
        "- vehicle plates",
    ):
        assert line in card.splitlines()
    assert spec.fingerprint in card
    assert "could not be made" not in card
    assert "not made yet" not in card


def test_the_card_does_not_depend_on_the_run(spec, corpus, tmp_path, office):
    stats = read_stats(corpus)
    other_run = stats.model_copy(update={"duration": 77.0, "reused": 3, "workers": {"9": WorkerStats(documents=1)}})
    assert dataset_card(spec, other_run) == dataset_card(spec, stats)
    write_corpus(spec, tmp_path / "again", batch_size=2)
    assert (tmp_path / "again/README.md").read_bytes() == (corpus / "README.md").read_bytes()


def test_the_card_of_an_unfinished_corpus_says_so():
    card = dataset_card(CorpusSpec(), CorpusStats(documents=1_234, errors=5, missing=6))
    assert "1,234 office documents" in card
    assert "**5 documents could not be made**: see `errors.jsonl`." in card
    assert "**6 documents are not made yet**" in card
