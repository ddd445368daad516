"""What composers of documents about a patient work with: the encounter's values as text, phrases, a random stream."""

from collections.abc import MutableMapping, Sequence
from dataclasses import field
from typing import Literal

from synthphi.clinical.model import Encounter
from synthphi.content.encounter_text import chart_header
from synthphi.content.listed import ListedPatient
from synthphi.content.office import grid
from synthphi.content.patient_text import PatientText
from synthphi.content.phrases import Phrases, phrases_of
from synthphi.content.sentences import lowered, spaced, without_stop
from synthphi.content.staff_text import FacilityText, ProviderText, facility_text, provider_text
from synthphi.content.stationery import footer, letterhead, properties
from synthphi.content.twin_text import TwinText
from synthphi.content.values import Values
from synthphi.doctypes import DocType
from synthphi.document import (
    Bullets,
    Cell,
    Choices,
    Document,
    Field,
    Paragraph,
    Picture,
    Section,
    SignatureLine,
    Table,
    Text,
    text,
)
from synthphi.document.fragments import Part
from synthphi.document.images import NO_PHOTO
from synthphi.document_spec import DocumentSpec
from synthphi.people.pools import Pools
from synthphi.records import record
from synthphi.seeds import Stream, stream

_LEAD, _JOIN = 0.5, 0.45
"""How often a sentence gets a beginning of its own, and how often it is joined to the one before."""

_SEMICOLON = text("; ")

Kind = Literal["history", "findings", "assessment"]


@record
class Case:
    """One document about a patient, or its twin, while it is being composed."""

    document: DocumentSpec
    """Of the positive, for its twin, too: both are drawn alike."""
    pools: Pools
    encounter: Encounter
    person: PatientText
    facility: FacilityText
    provider: ProviderText
    consultant: ProviderText
    rng: Stream
    phrases: Phrases
    values: MutableMapping[str, Part]
    """What fills the holes of phrases."""
    blank: bool
    """Whether nothing is filled in: the blank form."""
    listed: tuple[ListedPatient, ...] = ()
    """Of a listing, whose rows it has; the first is the document's own patient."""
    _untold: dict[str, list[str]] = field(default_factory=dict)
    """By what they tell, the sentences about the condition that the document has not said yet."""

    # -- prose --

    def say(self, *keys: str) -> Text:
        """Return a phrase of each list, one after the other."""
        if len(keys) == 1:
            return self.phrases.say(self.rng, keys[0], self.values)
        return spaced([self.phrases.say(self.rng, key, self.values) for key in keys])

    def some(self, key: str, count: int) -> list[Text]:
        """Return so many different phrases of a list; fewer where the list has no more."""
        return self.phrases.some(self.rng, key, count, self.values)

    def bullets(self, key: str, count: int) -> Bullets:
        """Return so many different phrases of a list as a list."""
        return Bullets(tuple(self.some(key, count)))

    def fill(self, phrase: str) -> Text:
        """Return a phrase with its holes filled."""
        return self.phrases.fill(self.rng, phrase, self.values)

    def by_age(self, key: str) -> Text:
        """Return a phrase of the list that suits the patient's age: of children others speak than of adults."""
        return self.say(f"{key}_child" if self.encounter.age < SPEAKS_FOR_ONESELF else key)

    def to_adult(self, key: str) -> Text:
        """Return a phrase about what only somebody of age can do: for a minor, a relative does it."""
        return self.say(f"{key}_child" if self.person.is_minor else key)

    def told(self, kind: Kind, count: int) -> Text:
        """Return sentences about the condition, begun and joined in ways that differ from document to document."""
        sentences = self._next(kind, count)
        leads = iter(self.some(f"{kind}_lead", count))
        joins = iter(self.some("join", count))
        parts: list[Part] = []
        for sentence in sentences:
            if parts and self.rng.chance(_JOIN):
                parts[-1] = without_stop(parts[-1])
                parts += [next(joins, _SEMICOLON), self.fill(lowered(sentence))]
            else:
                parts.append(" " if parts else "")
                lead = next(leads, ()) if self.rng.chance(_LEAD) else ()
                if lead:
                    parts += [lead, " ", self.fill(lowered(sentence))]
                else:
                    parts.append(self.fill(sentence))
        return text(*parts)

    def plan(self, count: int) -> Bullets:
        """Return plan items, each with who does it or by when."""
        items = self._next("plan", count)
        told = tuple(text(self.fill(item.rstrip(".")), self.say("plan_tail")) for item in items)
        return Bullets(told, numbered=self.rng.chance(0.7))

    def _next(self, kind: str, count: int) -> list[str]:
        """Return the next sentences about the condition: none stands twice in a document unless all do."""
        left = self._untold.setdefault(kind, [])
        if not left:
            sentences = getattr(self.encounter.primary, kind)
            left += self.rng.sample(sentences, len(sentences))
        taken = left[:count]
        del left[:count]
        return taken

    def problems(self) -> Text:
        """Return the comorbidities with how they are at present."""
        others = self.encounter.comorbidities[:3]
        leads, states = self.some("problem_lead", len(others)), self.some("problem_state", len(others))
        told = zip(leads, others, states, strict=False)
        return spaced([text(lead, f" {lowered(other.name)}", state) for lead, other, state in told])

    # -- boxes of forms --

    def box(self, caption: str, *value: Part) -> Field:
        """Return a box of a form; of a blank form it is empty."""
        return Field(caption) if self.blank else Field(caption, text(*value))

    def ticks(self, caption: str, options: Sequence[str], *chosen: int) -> Choices:
        """Return tick boxes; of a blank form none is ticked."""
        return Choices(caption, tuple(options), () if self.blank else chosen)

    def sign(self, caption: str, *value: Part) -> SignatureLine:
        """Return a line to sign on; of a blank form nobody signed."""
        return SignatureLine(caption) if self.blank else SignatureLine(caption, text(*value))

    def lines(self, heads: Sequence[str], rows: Sequence[Sequence[Part]], widths: Sequence[float]) -> Table:
        """Return a table; of a blank form its rows are empty."""
        if self.blank:
            return Table(tuple(map(text, heads)), tuple([(Cell(()),) * len(row) for row in rows]), tuple(widths))
        return grid(heads, rows, widths)

    def answer(self, value: Text, style: Literal["body", "small"] = "body") -> Paragraph:
        """Return what was written below a question; a blank form has a rule to write on."""
        return Paragraph(text("_" * 60) if self.blank else value, style)

    def photograph(self, picture: Picture) -> Picture:
        """Return a photograph on a form; a blank one has the frame for it."""
        return Picture(NO_PHOTO, text("Attach photograph here")) if self.blank else picture

    # -- the whole --

    def sheet(
        self,
        title: str,
        sections: Sequence[Section],
        department: str | None = None,
        *,
        author: Text | None = None,
        header: Text | None = None,
    ) -> Document:
        """Return a document on the facility's paper.

        Args:
            title: The title.
            sections: The content.
            department: Whose paper it is; left out, the encounter's.
            author: Who wrote it, for the properties; left out, the provider.
            header: The running header; left out, the patient's name, number and date of birth.
        """
        if header is None:
            header = text(title) if self.blank else chart_header(self.person)
        writer = text(self.provider.full_name) if author is None else author
        return Document(
            document_id=self.document.document_id,
            title=text(title),
            layout=self.document.layout,
            letterhead=letterhead(self.facility, department or self.encounter.department),
            sections=tuple([section for section in sections if section.blocks]),
            properties=properties(title, writer, self.facility, self.encounter.time),
            header=header,
            footer=footer(self.facility, self.rng),
            attributes={"patient_id": self.encounter.patient.person_id},
        )


SPEAKS_FOR_ONESELF = 13
"""Years of age below which others speak for the child."""


def open_case(
    document: DocumentSpec,
    pools: Pools,
    encounter: Encounter,
    twin: DocumentSpec | None = None,
) -> Case:
    """Return the case of a positive, or of its twin.

    Args:
        document: The positive.
        pools: The people and places.
        encounter: The visit that it is about.
        twin: The negative that is to be composed instead.
    """
    seed = pools.spec.seed
    rng = stream(seed, *document.address, "text")
    if twin is None:
        person = PatientText(encounter, rng)
    else:
        person = TwinText(encounter, rng, stream(seed, twin.phi_class, twin.number, "twin"))
    facility = facility_text(encounter.facility)
    provider, consultant = provider_text(encounter.provider), provider_text(encounter.consultant)
    return Case(
        document=document,
        pools=pools,
        encounter=encounter,
        person=person,
        facility=facility,
        provider=provider,
        consultant=consultant,
        rng=rng,
        phrases=phrases_of(("clinic", "decks"), document.split),
        values=Values(encounter, person, facility, provider, consultant, rng),
        blank=twin is not None and twin.doc_type is DocType.BLANK_FORM,
    )
