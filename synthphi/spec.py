"""`CorpusSpec`: everything that decides the content of a corpus."""

import hashlib
import json
from collections.abc import Mapping
from datetime import date
from pathlib import Path
from typing import Annotated, Any, Literal, Self, TypeAlias

from pydantic import Field, field_validator, model_validator

from synthphi.content_version import content_version
from synthphi.doctypes import PHI_CLASSES, TYPES, DocType, Format, PhiClass
from synthphi.presets import SHAREPOINT_FORMATS
from synthphi.settings import Settings
from synthphi.surfaces import SURFACES, ExtraSurface
from synthphi.yaml_file import read_yaml

Identifiers: TypeAlias = Literal["reserved", "issuance_shaped"]
"""Where the numbers of people come from."""
Quality: TypeAlias = Literal["clean", "typical", "messy"]
Split: TypeAlias = Literal["train", "validation", "test"]
AttachedPhi: TypeAlias = Literal["attachment", "mail", "both"]
"""Where of a mail with attachments the PHI is."""

# The mix of the script that synthphi replaces.
DEFAULT_FORMATS: dict[Format, float] = {Format.DOCX: 40, Format.PDF: 27, Format.EML: 20, Format.PPTX: 13}
DEFAULT_TYPES: dict[DocType, float] = {doc_type: facts.weight for doc_type, facts in TYPES.items() if not facts.is_twin}
DEFAULT_SURFACES: dict[ExtraSurface, float] = {name: facts.rate for name, facts in SURFACES.items()}
DEFAULT_QUALITY: dict[Quality, float] = {"clean": 40, "typical": 45, "messy": 15}
DEFAULT_ATTACHED: dict[AttachedPhi, float] = {"attachment": 30, "mail": 20, "both": 50}
DEFAULT_SPLITS: dict[Split, float] = {"train": 80, "validation": 10, "test": 10}

REACH = 400
"""How many patients there are at least where a document may list some: it takes them from so many neighbors."""
Share: TypeAlias = Annotated[float, Field(ge=0, le=1)]
Weight: TypeAlias = Annotated[float, Field(ge=0, le=1e9, allow_inf_nan=False)]


def _schema_default(weights: Mapping[Any, float]) -> dict[str, Any]:
    """Return a default for forms that are made from the JSON schema: Pydantic leaves those of factories out."""
    return {"default": {str(name): weight for name, weight in weights.items()}}


_MOST_DOCUMENTS = 100_000_000


class CorpusSpec(Settings):
    """What a corpus is made of. The same spec gives the same bytes on every machine and day."""

    phi_positive: int = Field(200, ge=0, le=_MOST_DOCUMENTS, description="How many documents with PHI to make.")
    phi_negative: int = Field(100, ge=0, le=_MOST_DOCUMENTS, description="How many documents without PHI to make.")
    seed: int = Field(42, ge=0, description="The random seed. Another seed gives other people and other documents.")
    as_of: date = Field(
        date(2026, 1, 15),
        ge=date(1990, 1, 1),
        le=date(2099, 12, 31),
        description='"Today" in the corpus: no document is dated later.',
    )
    types: dict[DocType, Weight] = Field(
        default_factory=lambda: dict(DEFAULT_TYPES),
        description="Weights of document types, such as {ProgressNote: 2, LabResult: 1}; types not named get none. "
        "Weights count within a class.",
        json_schema_extra=_schema_default(DEFAULT_TYPES),
    )
    formats: dict[Format, Weight] = Field(
        default_factory=lambda: dict(DEFAULT_FORMATS),
        description="Weights of formats, such as {docx: 2, pdf: 1}; formats not named get none. They choose among the "
        "formats that people use a type in.",
        json_schema_extra=_schema_default(DEFAULT_FORMATS),
    )
    twins: float = Field(
        0.5,
        ge=0,
        le=1,
        description="Which share of the negatives are twins of positives: the same document without its patient.",
    )
    quality: dict[Quality, Weight] = Field(
        default_factory=lambda: dict(DEFAULT_QUALITY),
        description="Weights of how carefully documents are written: clean, typical (abbreviations, a slip now and "
        "then) and messy (typing errors, missing sections, text copied forward).",
        json_schema_extra=_schema_default(DEFAULT_QUALITY),
    )
    splits: dict[Split, Weight] = Field(
        default_factory=lambda: dict(DEFAULT_SPLITS),
        description="Weights of train, validation and test. Parts share no patient, no layout and no set of phrases.",
        json_schema_extra=_schema_default(DEFAULT_SPLITS),
    )
    surfaces: dict[ExtraSurface, Share] = Field(
        default_factory=lambda: dict(DEFAULT_SURFACES),
        description="Which share of the documents, in formats that have the surface, has text beside its body there, "
        "such as {comment: 0.5, metadata: 1}; surfaces not named get none. Negatives have no PHI there.",
        json_schema_extra=_schema_default(DEFAULT_SURFACES),
    )
    surface_only: float = Field(
        0.06,
        ge=0,
        le=1,
        description="Which share of the positives has PHI on one such surface only, and none in what a reader of the "
        "text sees.",
    )
    attachment_phi: dict[AttachedPhi, Weight] = Field(
        default_factory=lambda: dict(DEFAULT_ATTACHED),
        description="Weights of where the PHI is in positive mails with attachments: attachment (the mail has none), "
        "mail (the attachments are about nobody) and both. Negatives have none in either. How many mails have "
        "attachments is surfaces.attachment.",
        json_schema_extra=_schema_default(DEFAULT_ATTACHED),
    )
    identifiers: Identifiers = Field(
        "reserved",
        description="Where numbers come from. reserved: ranges that cannot belong to anybody. issuance_shaped: SSNs, "
        "MBIs and NPIs shaped as issued ones are, for detectors that look for that; some may equal a real number.",
    )
    issuance_shaped_acknowledged: bool = Field(
        False,
        description="Whether it is understood that numbers of the profile issuance_shaped may equal real people's.",
    )
    documents_per_patient: int = Field(
        3, ge=1, le=_MOST_DOCUMENTS, description="How many positive documents share one patient."
    )
    patients: int | None = Field(
        None,
        ge=1,
        le=_MOST_DOCUMENTS,
        description="How many patients there are in all; documents take them in turn. "
        "Left out: as many as documents_per_patient asks for.",
    )
    providers: int = Field(60, ge=2, le=100_000, description="How many providers the pools hold.")
    facilities: int = Field(12, ge=1, le=1_000, description="How many facilities the pools hold.")
    names: Literal["descriptive", "neutral"] = Field(
        "descriptive",
        description="File names. descriptive: PHI_POS_ProgressNote_W00_0001.docx. neutral: DOC_000001.docx, "
        "which do not give the class away.",
    )
    folders: Literal["classes", "purview"] = Field(
        "classes",
        description="Folders of the documents. classes: positive/000, negative/000, … purview: seed/positive, "
        "seed/negative, test/positive and test/negative for a trainable classifier, with counts in its limits; train "
        "is seed, and validation has no weight.",
    )
    properties: Literal["usual", "none"] = Field(
        "usual",
        description="Document properties. usual: title, author, company and dates as an office suite fills them in. "
        "none: empty, and all files of the day as_of, so that they do not give the class away.",
    )
    pack: Literal["none", "tar"] = Field(
        "none",
        description="How documents lie on the disk. none: each in a file of its own. tar: up to 1,000 of a class in a "
        "tar file, each with its label row as JSON behind it, as WebDataset reads them; a batch is such a shard.",
    )

    @field_validator("seed")
    @classmethod
    def _seed_fits(cls, value: int) -> int:
        if value >= 2**63:
            raise ValueError("must be below 2**63")
        return value

    @field_validator("types")
    @classmethod
    def _twins_have_no_weight(cls, value: dict[DocType, float]) -> dict[DocType, float]:
        for doc_type in value:
            if TYPES[doc_type].is_twin:
                raise ValueError(f"{doc_type} is made as a twin of positives and has no weight: set twins instead")
        return value

    @field_validator("quality", "splits", "attachment_phi")
    @classmethod
    def _some_weight_is_left(cls, value: dict[str, float]) -> dict[str, float]:
        if not any(value.values()):
            raise ValueError("needs a weight above 0")
        return value

    @model_validator(mode="after")
    def _purview_can_use_it(self) -> Self:
        if self.folders != "purview":
            return self
        if self.pack != "none":
            raise ValueError(
                f"folders and pack: SharePoint does not look into {self.pack} files, so that folders: purview goes "
                "with pack: none only: leave one of the two out"
            )
        if self.splits.get("validation"):
            raise ValueError(
                "splits: folders are seed (train) and test, and there is none for validation: give validation no weight"
            )
        for file_format, weight in self.formats.items():
            if weight and file_format not in SHAREPOINT_FORMATS:
                instead = "use msg" if file_format is Format.EML else "leave it out"
                raise ValueError(
                    f"formats: SharePoint does not crawl {file_format}, Purview would not see it: {instead}"
                )
        return self

    @model_validator(mode="after")
    def _issuance_is_acknowledged(self) -> Self:
        if self.identifiers == "issuance_shaped" and not self.issuance_shaped_acknowledged:
            raise ValueError(
                "identifiers: issuance_shaped makes SSNs, MBIs and NPIs that are shaped as issued ones are. Some may "
                "by chance equal the number of a real person, beside the name of somebody who does not exist. Where "
                "that is acceptable, set issuance_shaped_acknowledged: true (--acknowledge-issuance-shaped); "
                "otherwise use identifiers: reserved"
            )
        return self

    @model_validator(mode="after")
    def _weights_can_be_drawn(self) -> Self:
        if self.phi_positive + self.phi_negative == 0:
            raise ValueError("phi_positive and phi_negative are both 0: ask for at least one document")
        for phi_class in PHI_CLASSES:
            if phi_class == "negative" and self.twin_share == 1:
                continue
            if self.count(phi_class) and not self.cells(phi_class):
                raise ValueError(
                    f"types and formats leave no {phi_class} document to make (phi_{phi_class} is "
                    f"{self.count(phi_class)}): give a weight above 0 to a {phi_class} type and to one of its "
                    f"formats ({_type_list(phi_class)}), or set phi_{phi_class} to 0"
                )
        return self

    def count(self, phi_class: PhiClass) -> int:
        """Return how many documents of a class the corpus has."""
        return self.phi_positive if phi_class == "positive" else self.phi_negative

    def cells(self, phi_class: PhiClass) -> dict[tuple[DocType, Format], float]:
        """Return the share of each (type, format) in a class, twins aside: 1 in all; empty when no weight is left."""
        shares: dict[tuple[DocType, Format], float] = {}
        for doc_type, facts in TYPES.items():
            weights = {f: self.formats.get(f, 0.0) for f in facts.formats}
            total = sum(weights.values())
            type_weight = self.types.get(doc_type, 0.0)
            if facts.phi_class == phi_class and type_weight > 0 and total > 0:
                shares.update({(doc_type, f): type_weight * (w / total) for f, w in weights.items() if w > 0})
        whole = sum(shares.values())
        if whole == 0:  # weights so small that nothing is left of their product
            return {}
        return {cell: share / whole for cell, share in shares.items()}

    @property
    def twin_share(self) -> float:
        """Return the share of the negatives that are twins: none where no positive can be made."""
        return self.twins if self.cells("positive") else 0.0

    @property
    def patient_count(self) -> int:
        """Return how many patients the pools hold."""
        if self.patients:
            return self.patients
        least = REACH if self.phi_positive and self.makes_listings else 1
        return max(least, -(-self.phi_positive // self.documents_per_patient))

    @property
    def makes_listings(self) -> bool:
        """Return whether a positive may be about many patients."""
        return any(TYPES[doc_type].listing for doc_type, _ in self.cells("positive"))

    @property
    def fingerprint(self) -> str:
        """Return the SHA-256 (hex) of the spec and the content version: equal fingerprints, equal bytes."""
        # What is acknowledged changes no byte of a document.
        decides = self.model_dump(mode="json", exclude={"issuance_shaped_acknowledged"})
        content = json.dumps([content_version(), decides], sort_keys=True)
        return hashlib.sha256(content.encode()).hexdigest()

    @classmethod
    def from_yaml(cls, path: Path, **overrides: Any) -> Self:
        """Return the spec in a YAML file, with `overrides` (those that are not None) in place of its values.

        Raises:
            SpecError: the file cannot be read, is not a mapping, or a field is unusable.
        """
        return cls.parse({**read_yaml(path), **{key: value for key, value in overrides.items() if value is not None}})


def _type_list(phi_class: PhiClass) -> str:
    return "; ".join(
        f"{t}: {', '.join(f.formats)}" for t, f in TYPES.items() if f.phi_class == phi_class and not f.is_twin
    )
