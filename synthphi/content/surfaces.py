"""Text beside a document's text: comments, footnotes, tracked changes, properties, hidden slides, file names and more.

Which of them a document has is drawn from the positive's stream, so its twin has the same ones, in the same places and
words, with nobody's values. A document about nobody has them, too, with what an office writes there.
"""

from collections.abc import Callable, Mapping

from synthphi.content.encounter_text import chart_header
from synthphi.content.patient_text import PatientText
from synthphi.content.phrases import Phrases
from synthphi.content.staff_text import FacilityText
from synthphi.document import (
    Block,
    Chart,
    Comment,
    CustomProperty,
    Document,
    Fields,
    Fragment,
    Link,
    MailHeaders,
    Paragraph,
    Properties,
    Quoted,
    Revision,
    Section,
    SignatureLine,
    Text,
    TextBox,
    text,
)
from synthphi.document.fragments import Part
from synthphi.records import changed, record
from synthphi.seeds import Stream
from synthphi.surfaces import ExtraSurface

_NAMED_AT_HOME = 0.5
"""How often a file bears the name that the patient goes by at home, where there is one."""
_MAILED = 0.3
"""How often a link leads to a mail address."""


@record
class Margin:
    """What is at hand to write beside a document's text."""

    rng: Stream
    phrases: Phrases
    values: Mapping[str, Part]
    facility: FacilityText
    writers: tuple[Text, ...]
    """Members of the staff."""
    person: PatientText | None = None
    """The patient, or nobody with the same look; None in a document about nobody."""
    alone: bool = False
    """Whether what is written here is the only PHI."""

    def list_of(self, key: str) -> str:
        """Return the list of phrases that suits: of children others speak than of adults, of offices yet others."""
        if self.person is None:
            return f"{key}_office"
        child = f"{key}_child"
        return child if self.person.is_minor and child in self.phrases else key

    def say(self, key: str) -> Text:
        """Return a phrase."""
        return self.phrases.say(self.rng, self.list_of(key), self.values)

    def some(self, key: str, count: int) -> list[Text]:
        """Return so many different phrases of a list."""
        return self.phrases.some(self.rng, self.list_of(key), count, self.values)

    def parts(self, key: str) -> list[Text]:
        """Return the parts of a phrase that has bars between them."""
        phrase = self.rng.pick(self.phrases.of(self.list_of(key)))
        return [self.phrases.fill(self.rng, part, self.values) for part in phrase.split(" | ")]


def with_surfaces(document: Document, margin: Margin, surfaces: frozenset[ExtraSurface]) -> Document:
    """Return a document with text on surfaces beside its body."""
    for name, add in _ADD.items():
        if name in surfaces:
            document = add(document, margin)
    return document


# ------------------------------------------------------------------------------------------ where it goes


def _changed(document: Document, index: int, change: Callable[[Section], Section]) -> Document:
    sections = list(document.sections)
    sections[index] = change(sections[index])
    return document.rewritten(tuple(sections))


def _some_section(document: Document, margin: Margin) -> int:
    shown = [i for i, section in enumerate(document.sections) if not section.hidden]
    return margin.rng.pick(shown)


def _inserted(document: Document, margin: Margin, block: Block) -> Document:
    """Return a document with a block at the end of a section, above what is signed there."""
    return _changed(document, _some_section(document, margin), lambda section: above_signature(section, block))


def above_signature(section: Section, block: Block) -> Section:
    """Return a section with a block at its end, above what is signed there."""
    at = next((i for i, one in enumerate(section.blocks) if _signs(one)), len(section.blocks))
    return section.rewritten(section.title, (*section.blocks[:at], block, *section.blocks[at:]))


def _signs(block: Block) -> bool:
    return isinstance(block, SignatureLine) or (isinstance(block, Paragraph) and block.style == "signature")


# ------------------------------------------------------------------------------------------ what is written


def _header(document: Document, margin: Margin) -> Document:
    person = margin.person
    return changed(document, header=margin.say("header") if person is None else chart_header(person))


def _footer(document: Document, margin: Margin) -> Document:
    said = margin.say("footer")
    return changed(document, footer=text(document.footer, "  |  ", said) if document.footer else said)


def _comment(document: Document, margin: Margin) -> Document:
    said = margin.some("comment", margin.rng.pick((1, 1, 2)))
    if margin.person is not None and margin.person.own_name:
        said[0] = text(said[0], " Also written ", margin.person.own_name, ".")
    comments = tuple(Comment(margin.rng.pick(margin.writers), one) for one in said)
    at = _some_section(document, margin)
    return _changed(document, at, lambda section: changed(section, comments=comments))


def _footnote(document: Document, margin: Margin) -> Document:
    said = tuple(margin.some("footnote", margin.rng.pick((1, 1, 2))))
    written = [
        i for i, section in enumerate(document.sections) if any(isinstance(b, Paragraph) for b in section.blocks)
    ]
    at = margin.rng.pick(written or [0])
    return _changed(document, at, lambda section: changed(section, footnotes=said))


def _revision(document: Document, margin: Margin) -> Document:
    said, deleted, inserted = margin.parts("revision")
    block = Revision(text(said, " "), text(deleted), text(" ", inserted), margin.rng.pick(margin.writers))
    return _inserted(document, margin, block)


def _text_box(document: Document, margin: Margin) -> Document:
    return _inserted(document, margin, TextBox(tuple(margin.parts("text_box"))))


def _link(document: Document, margin: Margin) -> Document:
    person = margin.person
    if person is None:
        target = text(margin.facility.website)
    elif margin.rng.chance(_MAILED):
        target = text("mailto:", person.email)
    else:
        target = text(person.portal_url)
    before, shown = margin.say("link_plain" if margin.alone else "link"), margin.say("link_shown")
    return _inserted(document, margin, Link(text(before, " "), shown, target))


def _picture(document: Document, margin: Margin) -> Document:
    assert margin.person is not None, "pictures are of patients"
    return _inserted(document, margin, margin.person.portrait)


def _note(document: Document, margin: Margin) -> Document:
    said = margin.say("note")
    at = _some_section(document, margin)
    return _changed(document, at, lambda section: changed(section, notes=(*section.notes, said)))


def _hidden(document: Document, margin: Margin) -> Document:
    blocks = tuple(Paragraph(one) for one in margin.some("hidden", 3))
    section = Section(margin.say("hidden_title"), blocks, hidden=True)
    return document.rewritten((*document.sections, section))


def _chart(document: Document, margin: Margin) -> Document:
    rng, person = margin.rng, margin.person
    if person is None:
        year = margin.values["year"]
        categories = tuple(text(f"Q{quarter} ", year) for quarter in (1, 2, 3, 4))
        values = tuple(float(rng.integer(40, 400)) for _ in categories)
    else:
        seen = person.encounter
        days = (seen.last_visit, seen.day)
        categories = tuple(text(person.date(day, "service")) for day in days)
        values = tuple(round(seen.vitals.weight * rng.uniform(0.985, 1.015), 1) for _ in days)
    chart = Chart(margin.say("chart_title"), margin.say("chart_series"), categories, values)
    slide = Section(text("Course" if person else "Figures"), (chart,))
    at = rng.integer(1, len(document.sections))
    return document.rewritten((*document.sections[:at], slide, *document.sections[at:]))


def _form_field(document: Document, margin: Margin) -> Document:
    boxed = any(isinstance(b, Fields) and b.boxed for section in document.sections for b in section.blocks)
    return changed(document, fillable=boxed)


def _bookmark(document: Document, margin: Margin) -> Document:
    said = margin.say("bookmark")
    return _changed(document, _some_section(document, margin), lambda section: changed(section, bookmark=said))


def _metadata(document: Document, margin: Margin) -> Document:
    rng, old = margin.rng, document.properties
    kinds = rng.sample(("subject", "keywords", "comments", "custom"), rng.integer(1, 3))
    subject = margin.say("subject") if "subject" in kinds else old.subject
    keywords = margin.say("keywords") if "keywords" in kinds else old.keywords
    comments = margin.say("remark") if "comments" in kinds else old.comments
    custom = old.custom
    if "custom" in kinds:
        whose, others = _own_properties(margin)
        custom = (rng.pick(whose), *rng.sample(others, rng.integer(0, 2)))
    made = Properties(old.title, old.author, old.created, old.company, subject, keywords, comments, custom)
    return changed(document, properties=made)


def _own_properties(margin: Margin) -> tuple[list[CustomProperty], list[CustomProperty]]:
    """Return what record systems stamp on the files that they write out: whose file it is, and what else."""
    person, values = margin.person, margin.values
    if person is None:
        whose = [CustomProperty("Owner", margin.writers[0])]
        others = [
            CustomProperty("Edition", text(values["year"])),
            CustomProperty("Department", text(values["department"])),
            CustomProperty("Help desk", text(values["phone"])),
        ]
    else:
        whose = [CustomProperty("Patient", text(person.last_first)), CustomProperty("MRN", text(person.mrn))]
        others = [
            CustomProperty("DOB", text(person.birth_date)),
            CustomProperty("Account", text(person.account)),
            CustomProperty("Visit date", text(person.date(person.encounter.day, "service"))),
            CustomProperty("Attending", margin.writers[0]),
        ]
    return whose, others


def _mail(document: Document, **changes: object) -> Document:
    assert document.mail is not None, "only mails have mail headers"
    headers: MailHeaders = changed(document.mail, **changes)  # type: ignore[arg-type]
    return changed(document, mail=headers)


def _html(document: Document, margin: Margin) -> Document:
    return _mail(document, html=True)


def _preheader(document: Document, margin: Margin) -> Document:
    return _mail(document, html=True, preheader=margin.say("preheader"))


def _quoted(document: Document, margin: Margin) -> Document:
    lines = [*margin.some("quoted", margin.rng.pick((1, 2))), text(margin.rng.pick(margin.phrases.of("quoted_more")))]
    return _mail(document, quoted=Quoted(margin.say("quoted_intro"), tuple(lines)))


def _filename(document: Document, margin: Margin) -> Document:
    said = margin.say("filename")
    if margin.person is not None and margin.person.own_name and margin.rng.chance(_NAMED_AT_HOME):
        said = margin.person.own_name
    *before, last = said
    # A full stop before the extension is none that people write.
    return changed(document, filename=text(*before, Fragment(last.text.rstrip("."), last.tag)))


_ADD: dict[ExtraSurface, Callable[[Document, Margin], Document]] = {
    ExtraSurface.METADATA: _metadata,
    ExtraSurface.HEADER: _header,
    ExtraSurface.FOOTER: _footer,
    ExtraSurface.REVISION: _revision,
    ExtraSurface.TEXT_BOX: _text_box,
    ExtraSurface.HYPERLINK: _link,
    ExtraSurface.ALT_TEXT: _picture,
    ExtraSurface.CHART: _chart,
    ExtraSurface.COMMENT: _comment,
    ExtraSurface.FOOTNOTE: _footnote,
    ExtraSurface.NOTES: _note,
    ExtraSurface.HIDDEN: _hidden,
    ExtraSurface.FORM_FIELD: _form_field,
    ExtraSurface.BOOKMARK: _bookmark,
    ExtraSurface.HTML: _html,
    ExtraSurface.PREHEADER: _preheader,
    ExtraSurface.QUOTED: _quoted,
    ExtraSurface.FILENAME: _filename,
}
"""In the order in which they are added: what inserts a block comes before what looks at sections."""
