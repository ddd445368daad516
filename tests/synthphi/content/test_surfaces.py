"""Text beside a document's text: how often, in both classes, and sometimes as the only PHI."""

import re
from collections import Counter

import pytest

from synthphi.content import compose
from synthphi.content.surfaces_drawn import drawn_surfaces
from synthphi.corpus.plan import Plan
from synthphi.doctypes import DocType, Format
from synthphi.document import annotate, plain
from synthphi.spec import DEFAULT_FORMATS, DEFAULT_SURFACES, CorpusSpec
from synthphi.surfaces import SURFACES, ExtraSurface, extra_surfaces

COUNT = 400
ALWAYS = {"header", "footer", "metadata", "alt_text", "notes"}
"""What documents may have without being asked to."""


def composed(spec):
    plan = Plan(spec)
    for phi_class in ("positive", "negative"):
        for number in range(spec.count(phi_class)):
            planned = plan.document(phi_class, number)
            yield planned, compose(planned, plan.pools)


def surfaces_of(document):
    """Return on which surfaces a document has text; mails with HTML and forms to fill in count as such."""
    found = {span.surface for span in annotate(document).spans}
    if document.mail is not None and document.mail.html:
        found.add("html")
    return found


@pytest.fixture(scope="module")
def default():
    return list(composed(CorpusSpec(phi_positive=COUNT, phi_negative=COUNT, seed=8)))


def test_every_surface_occurs_in_both_classes(default):
    for phi_class in ("positive", "negative"):
        seen = Counter(
            name for planned, made in default if planned.phi_class == phi_class for name in surfaces_of(made)
        )
        assert {name.value for name in ExtraSurface} <= set(seen), phi_class


def test_shares_are_as_asked(default):
    for file_format in DEFAULT_FORMATS:
        positives = [
            made for planned, made in default if planned.phi_class == "positive" and planned.format is file_format
        ]
        comments = sum(any(section.comments for section in made.sections) for made in positives)
        if file_format in SURFACES[ExtraSurface.COMMENT].formats:
            expected = DEFAULT_SURFACES[ExtraSurface.COMMENT] * len(positives)
            assert 0.4 * expected < comments < 1.9 * expected, file_format
        else:
            assert comments == 0


@pytest.mark.parametrize("name", list(ExtraSurface))
def test_a_surface_asked_for_is_on_every_document_of_its_formats_and_no_other(name):
    # The death worksheet leaves out what speaks of another visit, pictures are of patients.
    formats = dict.fromkeys(SURFACES[name].formats, 1)
    spec = CorpusSpec(
        phi_positive=60,
        phi_negative=0,
        seed=3,
        surfaces={name: 1},
        surface_only=0,
        formats=formats,
        quality={"clean": 1},
    )
    without = spec.model_copy(update={"surfaces": {}})
    for (planned, made), (_, bare) in zip(composed(spec), composed(without), strict=True):
        if planned.doc_type is DocType.DEATH_WORKSHEET:
            continue
        if name is ExtraSurface.FORM_FIELD:
            assert made.fillable == any(getattr(b, "boxed", False) for s in made.sections for b in s.blocks)
            assert bare == made or made.fillable
        elif name is ExtraSurface.HEADER:
            assert made.header
        else:
            assert made != bare, planned
            assert name.value in surfaces_of(made), planned
        always = {
            ExtraSurface.HEADER,
            ExtraSurface.FOOTER,
            ExtraSurface.METADATA,
            ExtraSurface.ALT_TEXT,
            ExtraSurface.NOTES,
        }
        others = {other.value for other in ExtraSurface} - {name.value, *always}
        if name is ExtraSurface.PREHEADER:
            others -= {"html"}
        assert not surfaces_of(made) & others, planned


def test_some_positives_have_phi_on_one_surface_only():
    spec = CorpusSpec(phi_positive=COUNT, phi_negative=COUNT, twins=1, seed=9, surface_only=1)
    seen = Counter()
    plan = Plan(spec)
    for planned, made in composed(spec):
        annotated = annotate(made)
        if planned.phi_class == "negative":
            assert not any(span.tag.phi for span in annotated.spans)
            continue
        surfaces = {span.surface for span in annotated.spans if span.tag.phi}
        assert len(surfaces) == 1, (planned, surfaces)
        seen.update(surfaces)
        # Nothing of the patient stands unlabelled or as somebody else's in the rest.
        assert planned.patient_number is not None
        patient = plan.pools.patient(planned.patient_number)
        rest = list(annotated.text)
        for span in annotated.spans:
            if span.tag.phi:
                rest[span.start : span.end] = "#" * (span.end - span.start)
        text = "".join(rest)
        for value in (patient.name.full, patient.name.last_first, patient.ssn, patient.address.street, patient.email):
            assert value not in text, planned
        assert not re.search(rf"\b{re.escape(patient.name.first)} {re.escape(patient.name.last)}\b", text), planned
    alone = {name.value for name, facts in SURFACES.items() if facts.alone}
    assert set(seen) == alone


def test_no_surface_no_phi_alone():
    spec = CorpusSpec(phi_positive=50, phi_negative=0, seed=9, surfaces={}, surface_only=1)
    assert not any(drawn_surfaces(spec, planned).surfaces for planned, _ in composed(spec))
    assert not any(drawn_surfaces(spec, planned).alone for planned, _ in composed(spec))


def test_file_names_say_who_it_is_about_unless_they_are_to_be_neutral():
    asked = {"surfaces": {ExtraSurface.FILENAME: 1.0}, "surface_only": 0}
    spec = CorpusSpec(phi_positive=80, phi_negative=80, seed=4, **asked)
    for planned, made in composed(spec):
        name = plain(made.filename)
        assert name
        assert re.fullmatch(r"[\w ,.'-]*[\w'-]", name), name
        assert any(part.tag is not None and part.tag.phi for part in made.filename) == (planned.phi_class == "positive")
    neutral = spec.model_copy(update={"names": "neutral"})
    assert not any(made.filename for _, made in composed(neutral))


def test_a_format_has_its_surfaces_in_a_fixed_order():
    for file_format in Format:
        found = extra_surfaces(file_format)
        assert list(found) == [name for name in SURFACES if name in found]
    assert extra_surfaces(Format.EML) == (
        *(ExtraSurface.METADATA, ExtraSurface.HYPERLINK, ExtraSurface.HTML, ExtraSurface.PREHEADER),
        *(ExtraSurface.QUOTED, ExtraSurface.ATTACHMENT, ExtraSurface.FILENAME),
    )
