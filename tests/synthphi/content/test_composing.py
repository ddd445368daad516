"""What the composed documents say, read from the annotated model (no format involved)."""

from collections import Counter

import pytest

from synthphi.clinical.encounters import draw_encounter
from synthphi.content import compose
from synthphi.content.phrases import PhraseError, Phrases, fill, load
from synthphi.content.surfaces_drawn import drawn_surfaces
from synthphi.corpus.plan import Plan
from synthphi.doctypes import TYPES, DocType
from synthphi.document import Fragment, annotate, plain
from synthphi.labels import Label
from synthphi.people.pools import Pools
from synthphi.spec import DEFAULT_FORMATS, CorpusSpec

SPEC = CorpusSpec(phi_positive=400, phi_negative=120, seed=5)


@pytest.fixture(scope="module")
def corpus():
    """The composed documents of a small corpus with their specs, by document id."""
    plan, pools = Plan(SPEC), Pools(SPEC)
    made = {}
    for phi_class in ("positive", "negative"):
        for number in range(SPEC.count(phi_class)):
            document_spec = plan.document(phi_class, number)
            made[document_spec.document_id] = (document_spec, compose(document_spec, pools))
    return made


def of_type(corpus, *doc_types):
    return [(spec, document) for spec, document in corpus.values() if spec.doc_type in doc_types]


def test_every_type_is_composed(corpus):
    # Those that people keep in spreadsheets only are none of the default formats'.
    made = {doc_type for doc_type, facts in TYPES.items() if facts.is_twin or set(facts.formats) & set(DEFAULT_FORMATS)}
    assert {spec.doc_type for spec, _ in corpus.values()} == made


def test_every_positive_holds_phi_and_no_negative_does(corpus):
    for spec, document in corpus.values():
        spans = annotate(document).spans
        if spec.phi_class == "positive":
            least = 1 if drawn_surfaces(SPEC, spec).alone else 3
            assert sum(span.tag.phi for span in spans) >= least, spec
        else:
            assert not any(span.tag.phi for span in spans), spec
            assert not any(span.tag.owner in {"patient", "relative"} for span in spans), spec


def test_providers_and_facilities_are_labelled_in_both_classes(corpus):
    for spec, document in corpus.values():
        labels = {span.tag.label for span in annotate(document).spans}
        assert Label.HOSPITAL in labels, spec


def test_no_hole_is_left_in_a_text(corpus):
    for spec, document in corpus.values():
        canonical = annotate(document).text
        assert "{" not in canonical, spec
        assert "}" not in canonical, spec
        assert "  ," not in canonical
        assert " ." not in canonical.replace(" ...", ""), spec


def test_a_fragment_holds_no_edge_space_when_it_is_labelled(corpus):
    for _, document in corpus.values():
        for span in annotate(document).spans:
            assert span.text == span.text.strip()
            assert span.text


def test_the_patient_of_a_document_is_the_one_that_the_spec_names(corpus):
    pools = Pools(SPEC)
    for spec, document in corpus.values():
        if spec.patient_number is None:
            continue
        patient = pools.patient(spec.patient_number)
        assert document.attributes["patient_id"] == patient.person_id
        owners = {span.tag.person_id for span in annotate(document).spans if span.tag.owner == "patient"}
        assert owners == {patient.person_id}


def test_a_number_of_a_kind_is_the_same_in_every_document_of_a_patient(corpus):
    numbers = {}
    for _, document in corpus.values():
        for span in annotate(document).spans:
            if span.tag.owner == "patient" and span.tag.label in {Label.MEDICALRECORD, Label.SSN, Label.ACCOUNT}:
                # A record number belongs to a facility, and may be written with and without its prefix.
                where = plain(document.letterhead.name) if span.tag.label is Label.MEDICALRECORD else ""
                digits = "".join(character for character in span.text if character.isdigit())
                numbers.setdefault((span.tag.person_id, span.tag.label, where, len(digits)), set()).add(digits)
    assert numbers
    assert all(len(values) == 1 for values in numbers.values())


def masked(document):
    """Return the text without its labelled values."""
    annotated = annotate(document)
    parts, at = [], 0
    for span in annotated.spans:
        parts.append(annotated.text[at : span.start])
        at = span.end
    return "#".join([*parts, annotated.text[at:]])


def test_a_deidentified_twin_differs_from_its_positive_in_labelled_values_only(corpus):
    pairs = 0
    for spec, twin in of_type(corpus, DocType.DEIDENTIFIED_RECORD):
        original, positive = corpus[spec.original.document_id]
        assert original == spec.original
        assert masked(twin) == masked(positive)
        assert (twin.layout, spec.format, spec.quality, spec.split) == (
            positive.layout,
            original.format,
            original.quality,
            original.split,
        )
        # Neither a value nor the day of the visit is left.
        own = {span.text for span in annotate(positive).spans if span.tag.phi and len(span.text) > 3}
        nobodys = {span.text for span in annotate(twin).spans if span.tag.owner == "none"}
        assert not nobodys & own
        if not drawn_surfaces(SPEC, original).alone:  # of those the file is of a later day itself
            assert twin.properties.created >= positive.properties.created
        pairs += 1
    assert pairs >= 30


def test_a_blank_form_is_its_twin_without_the_values(corpus):
    pairs = 0
    for spec, blank in of_type(corpus, DocType.BLANK_FORM):
        twin_spec, filled = corpus[spec.original.document_id]
        assert TYPES[twin_spec.doc_type].form
        assert blank.layout == filled.layout
        assert plain(blank.letterhead.name) == plain(filled.letterhead.name)
        assert [plain(section.title) for section in blank.sections] == [plain(s.title) for s in filled.sections]
        assert captions(blank) == captions(filled)
        assert len(annotate(blank).text) < len(annotate(filled).text)
        pairs += 1
    assert pairs >= 3


def captions(document):
    return [
        item.caption
        for section in document.sections
        for block in section.blocks
        if hasattr(block, "fields")
        for item in block.fields
    ]


def test_half_of_the_negatives_are_twins_of_the_first_positives(corpus):
    twins = [spec for spec, _ in corpus.values() if spec.original]
    assert [spec.original.number for spec in twins] == list(range(60))
    for share in (0.0, 0.25, 1.0):
        plan = Plan(SPEC.model_copy(update={"twins": share}))
        assert sum(plan.document("negative", n).original is not None for n in range(100)) == 100 * share


def test_parts_share_no_patient_no_layout_and_no_phrase(corpus):
    patients, layouts = {}, {}
    for spec, document in corpus.values():
        patients.setdefault((spec.original or spec).patient_number, set()).add(spec.split)
        layouts.setdefault(document.layout, set()).add(spec.split)
    patients.pop(None)
    assert all(len(parts) == 1 for parts in (*patients.values(), *layouts.values()))
    sets = [set(Phrases(("clinic", "decks"), part).of("opening")) for part in ("train", "validation", "test")]
    assert all(sets)
    assert not sets[0] & sets[1]
    assert not sets[1] & sets[2]
    assert not sets[0] & sets[2]


def test_layouts_are_shared_by_both_classes(corpus):
    used = {phi_class: Counter() for phi_class in ("positive", "negative")}
    for spec, document in corpus.values():
        used[spec.phi_class][document.layout] += 1
    assert set(used["positive"]) == set(used["negative"])
    assert len(used["positive"]) >= 3


def test_all_labels_that_the_types_can_carry_occur(corpus):
    found = {span.tag.label for _, document in corpus.values() for span in annotate(document).spans}
    expected = set(Label) - {Label.COUNTRY, Label.LOCATION_OTHER, Label.PHOTO, Label.OTHER}
    assert expected <= found


def test_seventeen_hipaa_identifiers_occur(corpus):
    """All of A to R but Q: pictures come with a later release."""
    letters = {span.tag.hipaa for _, document in corpus.values() for span in annotate(document).spans}
    assert letters - {None} >= set("ABCDEFGHIJKLMNOPR")


def test_documents_of_the_same_type_differ(corpus):
    # An office's blank form is the same paper each time.
    for doc_type in set(TYPES) - {DocType.BLANK_FORM}:
        texts = [annotate(document).text for _, document in of_type(corpus, doc_type)]
        assert len(set(texts)) == len(texts), doc_type


def test_a_document_does_not_depend_on_how_many_there_are():
    few, many = CorpusSpec(phi_positive=3, phi_negative=3, seed=5), SPEC
    for phi_class in ("positive", "negative"):
        for number in range(3):
            made = [compose(Plan(s).document(phi_class, number), Pools(s)) for s in (few, many)]
            assert made[0] == made[1]


def test_only_who_is_in_a_bed_has_a_room_and_is_handed_over(corpus):
    pools, rooms = Pools(SPEC), Counter()
    for spec, document in of_type(corpus, DocType.PROVIDER_EMAIL, DocType.CASE_STUDY):
        encounter = draw_encounter(pools, spec.patient_number, spec.visit)
        labels = {span.tag.label for span in annotate(document).spans}
        rooms[encounter.inpatient] += Label.ROOM in labels
    assert rooms[False] == 0
    assert rooms[True] > 0


def test_a_phrase_with_an_unknown_hole_is_named():
    with pytest.raises(PhraseError, match="unknown"):
        fill("a {unknown} hole", {})


def test_filling_keeps_labels_with_their_values():
    value = Fragment("Okafor")
    filled = fill("Mr. {name}, seen {when}", {"name": value, "when": (Fragment("today"),)})
    assert plain(filled) == "Mr. Okafor, seen today"
    assert filled[1] is value


@pytest.mark.parametrize("name", ["clinic", "office", "labs", "mail", "announcements", "decks", "policies", "listings"])
def test_phrase_data_loads_and_speaks_plain_text(name):
    def strings(value):
        if isinstance(value, str):
            yield value
        elif isinstance(value, dict):
            for item in value.values():
                yield from strings(item)
        else:
            for item in value:
                yield from strings(item)

    found = list(strings(load(name)))
    assert len(found) > 10
    assert all("  " not in phrase and "\n" not in phrase for phrase in found)
    # What is put between or behind sentences begins with a comma or a space.
    between = {phrase for key in ("join", "plan_tail", "problem_state") for phrase in load(name).get(key, ())}
    assert all(phrase == phrase.strip() for phrase in found if phrase not in between)
