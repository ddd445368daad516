"""Ways to write a value, what a twin has in its place, and how carefully documents are written."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st
from samples import full_document

from synthphi.clinical.encounters import draw_encounter
from synthphi.content.dates import DATE_STYLES
from synthphi.content.patient_text import PatientText
from synthphi.content.phrases import Phrases
from synthphi.content.quality import written
from synthphi.content.sentences import lowered
from synthphi.content.twin_text import RESTRICTED_ZIP3, TwinText
from synthphi.content.ways import PHONE_STYLES, in_words, months_between
from synthphi.corpus.plan import Plan
from synthphi.document import annotate, plain
from synthphi.people.pools import Pools
from synthphi.seeds import stream
from synthphi.spec import CorpusSpec

POOLS = Pools(CorpusSpec(seed=3))
FRAGMENTS = (
    *("name", "last_first", "first", "last", "nickname", "initials", "relative", "relative_phone", "street", "city"),
    *("phone", "mobile", "fax", "email", "portal_user", "portal_url", "ssn", "mbi", "mrn", "member_id", "group_id"),
    *("account", "card_number", "driver_license", "vehicle_plate", "vehicle_vin", "device_serial", "device_udi"),
    *("biometric_id", "study_id", "zip_code"),
)


def test_dates_are_written_in_ten_ways():
    day = date(2025, 3, 7)
    assert {style(day) for style in DATE_STYLES} == {
        *("03/07/2025", "3/7/25", "March 7, 2025", "07-Mar-2025", "2025-03-07", "03-07-2025", "03.07.2025"),
        *("Mar 7, 2025", "7 March 2025", "07MAR2025"),
    }


def test_telephone_numbers_keep_their_digits():
    written_ways = {style("217-555-0142") for style in PHONE_STYLES}
    assert len(written_ways) == 5
    assert all("".join(c for c in way if c.isdigit())[-10:] == "2175550142" for way in written_ways)


def test_numbers_in_words_and_months():
    assert [in_words(number) for number in (0, 13, 20, 74)] == ["zero", "thirteen", "twenty", "seventy-four"]
    assert len({in_words(number) for number in range(100)}) == 100
    assert months_between(date(2025, 1, 31), date(2025, 3, 30)) == 1
    assert months_between(date(2025, 3, 1), date(2025, 3, 20)) == 1


@given(st.integers(0, 400), st.integers(0, 3))
def test_a_twin_has_nothing_of_the_patient(patient, visit):
    encounter = draw_encounter(POOLS, patient, visit)
    person = PatientText(encounter, stream(1, "ways"))
    twin = TwinText(encounter, stream(1, "ways"), stream(1, "own", patient))
    for name in FRAGMENTS:
        real, nobodys = getattr(person, name), getattr(twin, name)
        assert real.tag is None or real.tag.owner in {"patient", "relative"}
        assert nobodys.tag is None or (not nobodys.tag.phi and nobodys.tag.owner in {"none", "facility"})
        # A city is many people's; a value of the facility's own may be the patient's by chance.
        if name not in {"city", "zip_code"} and nobodys.tag is not None and nobodys.tag.owner == "none":
            assert nobodys.text != real.text, name
    assert twin.zip_code.text == "000" or twin.zip_code.text == encounter.patient.address.zip_code[:3]
    assert twin.zip_code.text not in RESTRICTED_ZIP3
    assert all(part.tag is None or not part.tag.phi for part in (*twin.age, *twin.aged, *twin.age_in_words))
    for role, day in (("dob", encounter.patient.birth_date), ("service", encounter.day)):
        shown = twin.date(day, role).text
        assert shown == "withheld" or shown.startswith("day ") or shown == str(day.year)
    if encounter.age > 89:
        assert twin.birth_date.text == "withheld"
        assert plain(twin.age) == "90+"


def test_beginnings_are_lowered_unless_they_are_names():
    assert lowered("The liver is smooth.") == "the liver is smooth."
    assert lowered("{Pronoun} sleeps well.") == "{pronoun} sleeps well."
    for kept in ("CT of the chest", "I think so.", "Crohn's disease"):
        assert lowered(kept) == kept


def test_what_is_written_clean_stays_and_labels_stay_exact_otherwise():
    document = full_document()
    assert written(document, "clean", stream(1, "writing"), prose=True) is document
    before = [(span.text, span.tag) for span in annotate(document).spans]
    changed = 0
    for seed in range(30):
        for quality in ("typical", "messy"):
            made = annotate(written(document, quality, stream(seed, "writing"), prose=False))
            assert [(span.text, span.tag) for span in made.spans] == before
            assert all(made.text[span.start : span.end] == span.text for span in made.spans)
            changed += made.text != annotate(document).text
    assert changed > 20


def test_messy_documents_are_changed_more_often_than_typical_ones():
    pools = Pools(CorpusSpec(seed=8))
    from synthphi.content import compose  # noqa: PLC0415

    def words(quality):
        plan = Plan(CorpusSpec(seed=8, quality={quality: 1}))
        documents = [plan.document("positive", number) for number in range(60)]
        assert {document.quality for document in documents} == {quality}
        return " ".join(annotate(compose(document, pools)).text for document in documents).split()

    def short(quality):
        return sum(word in {"w/", "pt", "hx", "&"} for word in words(quality))

    assert short("clean") < short("typical") < short("messy")


@pytest.mark.parametrize("part", ["train", "validation", "test"])
def test_every_list_has_phrases_for_every_part(part):
    for files in (("clinic", "decks"), ("office", "decks"), ("listings",)):
        from synthphi.content.phrases import lists  # noqa: PLC0415

        phrases = Phrases(files, part)
        assert all(phrases.of(key) for key in lists(files))


def test_a_list_that_stands_twice_in_a_phrase_says_two_things():
    phrases = Phrases(("clinic", "decks"), "train")
    for seed in range(40):
        said = plain(phrases.fill(stream(seed, "x"), "{symptom}|{symptom}|{#2-9}", {}))
        one, other, number = said.split("|")
        assert one != other
        assert 2 <= int(number) <= 9
