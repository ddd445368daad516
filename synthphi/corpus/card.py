"""The dataset card: ``README.md`` of a corpus. It depends on the spec and the counts alone."""

from collections.abc import Iterable, Mapping, Sequence

from synthphi.content_version import content_version
from synthphi.corpus.batches import SHARD_DOCUMENTS
from synthphi.corpus.stats import CorpusStats, highest_first
from synthphi.doctypes import TYPES, DocType
from synthphi.labels import CATEGORY, Label
from synthphi.spec import CorpusSpec

# What `spec.identifiers` means, and what it cannot promise.
_RESERVED = """\
Profile `reserved`: numbers come from ranges that cannot belong to anybody.

| identifier | range |
|---|---|
| SSN | area 900 to 999 with a group that is neither of ITINs nor of ATINs |
| MBI | the CMS pattern with 0 as first character; issued ones start with 1 to 9 |
| NPI | ten digits starting with 2, valid check digit; issued ones start with 1 |
| telephone, fax | NPA-555-0100 to NPA-555-0199 |
| e-mail, web | example.org, example.com, example.net and hosts below them |
| IP address | the documentation networks of RFC 5737 and RFC 3849 |
| payment card | the networks' published test numbers |
| VIN | valid check digit, a manufacturer code that is not assigned |
| UDI | GS1 prefix 952, kept for demonstrations |
| medical record, account, member, group, study numbers | formats of fictitious systems |
| street address | made-up streets and numbers; city, state and ZIP code are real geography and agree |

**No reserved range** exists for these; they have valid shapes, belong to people who do not exist, and may by chance
equal a number that somebody has:

- DEA registration numbers (valid check digit)
- driver's licence numbers
- vehicle plates

Detectors that check issuance (of SSNs, for one) do not fire on numbers that are never issued."""
ISSUANCE_WARNING = (
    "Profile `issuance_shaped`: SSNs, MBIs and NPIs are shaped as issued ones are. They were drawn at random and "
    "belong to people who do not exist, and may by chance equal the number of a real person. Treat the corpus "
    "accordingly, and do not publish it."
)
"""What everything says that is made with the profile of that name."""
_OF_RESERVED = ("| SSN |", "| MBI |", "| NPI |", "Profile `reserved`:", "Detectors that check issuance")


def _ranges(spec: CorpusSpec) -> str:
    if spec.identifiers == "reserved":
        return _RESERVED
    others = "\n".join(line for line in _RESERVED.splitlines() if not line.startswith(_OF_RESERVED)).strip()
    return f"**{ISSUANCE_WARNING}**\n\nAll other numbers come from ranges that cannot belong to anybody.\n\n{others}"


_READING = """\
`labels/positive.parquet` and `labels/negative.parquet` hold one row a document, by number: `path`, `sha256`, `text`
(the document's text in reading order) and `spans`. Of each span:

- `text[start:end]`, in Unicode code points, is the value; `label` and `role` say what it is, `owner` and `person_id`
  whose.
- `phi` says whether it is one of the identifiers of 45 CFR 164.514(b)(2)(i), and `hipaa` which, A to R. Names and
  numbers of providers and facilities are labelled and are not PHI.
- `surface` says where it stands: in the body, a comment, a property, a hidden slide, the file's name, …; some positives
  have PHI on one surface beside the text only.
- `location` holds its places in the file: `path` (such as `body/p[3]`, `slide[2]/shape[1]/p[0]`, `header/Subject`) with
  `start` in the text that a reader finds there; on PDF pages `boxes`, in points from the bottom left.

```python
from synthphi import read_labels

for row in read_labels("corpus").to_pylist():
    for span in row["spans"]:
        print(row["path"], span["label"], span["text"], span["location"])
```

`synthphi verify` re-reads every span at every place. `manifest.jsonl` lists the documents, `pools/` the people; `split`
puts all documents of a patient in the same of train, validation and test."""

_PURVIEW = """\
For a trainable classifier of Microsoft Purview: upload `seed/positive`, `seed/negative`, `test/positive` and
`test/negative`, each to a SharePoint folder of its own, and nothing else. `seed` is the part `train` of the split,
`test` is `test`: they share no patient, no layout and no set of phrases."""

_PACKED = f"""\
Documents lie in tar files of up to {SHARD_DOCUMENTS:,}, such as `positive/positive-000000-000999.tar`; behind each
stands its label row, `.json` in place of the document's ending. `path` in the labels is the shard's path and the
document's name. They are shards as WebDataset reads them:

```python
import json, pathlib, webdataset

def one_dot(name):  # names may have dots, and WebDataset takes the first one for the ending's
    stem, ending = name.rsplit(".", 1)
    return stem.replace(".", "_") + "." + ending

shards = sorted(map(str, pathlib.Path("corpus").glob("*/*.tar")))
for sample in webdataset.WebDataset(shards, shardshuffle=False, rename_files=one_dot):
    row = json.loads(sample["json"])
    print(row["document_id"], len(sample[row["format"]]), len(row["spans"]))
```

In a shard, `twin` is told of every twin; in the label tables, where the corpus holds its positive."""

_USE = """\
For building, training and testing systems that find, classify or remove PHI: data loss prevention, de-identification,
document classification.

Not for: medical or demographic research, training of clinical models, or estimates of how a system does on real
records. Documents are written from templates; people, illnesses and results are drawn at random, and their
frequencies mean nothing. Text is American English."""


def dataset_card(spec: CorpusSpec, stats: CorpusStats) -> str:
    """Return the card of a corpus in Markdown: equal for equal specs and counts, whenever and however it was made.

    Args:
        spec: The corpus.
        stats: Its counts; those of the run do not matter.
    """
    return (
        "\n\n".join(
            [
                "# Synthetic PHI corpus",
                _summary(spec, stats),
                "## What is in it",
                _table(("", "documents"), [("with PHI", stats.phi_positive), ("without PHI", stats.phi_negative)]),
                _table(("type", "class", "documents"), _types(stats.by_type)),
                _table(("format", "documents"), stats.by_format.items()),
                *_folders(spec),
                "## Labels",
                f"{stats.spans:,} labelled values, {stats.phi_spans:,} of them PHI.",
                _table(("category", "label", "values"), _labels(stats.by_label)),
                _table(("surface", "PHI values"), highest_first(stats.by_surface)),
                "## How to read the labels",
                _READING,
                "## Nothing in it is real" if spec.identifiers == "reserved" else "## Where its numbers come from",
                _ranges(spec),
                "## How it was made",
                _provenance(spec),
                "## Use and limits",
                _USE,
                "## Licence",
                "The documents are the work of whoever generated them, who decides on their licence. synthphi is under "
                "Apache-2.0, the fonts in PDF files under the SIL Open Font License.",
            ]
        )
        + "\n"
    )


def _summary(spec: CorpusSpec, stats: CorpusStats) -> str:
    lines = [
        f"{stats.documents:,} office documents, generated: {stats.phi_positive:,} with the protected health "
        f"information (PHI) of {spec.patient_count:,} made-up patients, and {stats.phi_negative:,} of the same offices "
        "without any. Every PHI value is labelled with its type, its characters and its place in the file."
    ]
    if spec.identifiers != "reserved":
        lines.append(f"**{ISSUANCE_WARNING}**")
    if stats.errors:
        lines.append(f"**{stats.errors:,} documents could not be made**: see `errors.jsonl`.")
    if stats.missing:
        lines.append(f"**{stats.missing:,} documents are not made yet**: run the same command again.")
    return "\n\n".join(lines)


def _folders(spec: CorpusSpec) -> list[str]:
    if spec.pack != "none":
        return ["## Shards", _PACKED]
    return ["## Folders", _PURVIEW] if spec.folders == "purview" else []


def _types(counts: Mapping[str, int]) -> list[tuple[str, str, int]]:
    return [(name, TYPES[DocType(name)].phi_class, count) for name, count in counts.items()]


def _labels(counts: Mapping[str, int]) -> list[tuple[str, str, int]]:
    order = list(Label)
    found = sorted((Label(name) for name in counts), key=order.index)
    return [(CATEGORY[label], label.value, counts[label.value]) for label in found]


def _provenance(spec: CorpusSpec) -> str:
    return (
        f"By synthphi, content version `{content_version()}`, from the spec in `corpus.json`: seed {spec.seed}, "
        f"dated as of {spec.as_of.isoformat()}, fingerprint `{spec.fingerprint}`. The same spec and content version "
        "give the same bytes again. No document, record or number of a person was an input."
    )


def _table(header: Sequence[str], rows: Iterable[Sequence[str | int]]) -> str:
    lines = ["| " + " | ".join(header) + " |", "|" + "---|" * len(header)]
    for row in rows:
        cells = (f"{cell:,}" if isinstance(cell, int) else cell for cell in row)
        lines.append("| " + " | ".join(cells) + " |")
    return "\n".join(lines)
