"""``report.html``: counts, pages, sample documents with their labels, and how the corpus was made, in one file."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from importlib.metadata import version
from pathlib import Path
from urllib.parse import quote

import yaml
from jinja2 import Environment, PackageLoader, StrictUndefined, Template

from synthphi.content_version import content_version
from synthphi.corpus.card import ISSUANCE_WARNING
from synthphi.corpus.counts import corpus_stats
from synthphi.corpus.files import write_bytes
from synthphi.corpus.finish import read_errors
from synthphi.corpus.reading import read_corpus
from synthphi.corpus.sealing import sealed_page
from synthphi.corpus.shards import in_shard
from synthphi.corpus.stats import CorpusStats, highest_first
from synthphi.corpus.verify import VerifyReport, summary
from synthphi.doctypes import PHI_CLASSES, TYPES
from synthphi.labels import CATEGORY, Label
from synthphi.report.samples import samples
from synthphi.report.thumbnails import thumbnails

_MOST_LISTED = 100
"""Errors and problems that are listed; the corpus has them all."""
_PAGES = 8
_PAGE_PIXELS = 340
_TEXT_CHARACTERS = 4_000
"""Of a sample's text."""


@dataclass(frozen=True, slots=True)
class Row:
    """A line of a chart."""

    name: str
    count: int
    share: float
    """Of the longest bar, from 0 to 1."""
    group: str = ""


def write_report(corpus: Path | str, verification: VerifyReport | None = None, *, fsync: bool = False) -> Path:
    """Write ``report.html`` into a corpus, and return its path.

    It needs no network and no other file; links to documents are relative to the corpus.

    Args:
        corpus: The corpus folder.
        verification: What a verification found, to be told in the report.
        fsync: Whether it is synced to the disk.

    Raises:
        CorpusError: there is no corpus, or its counts or labels are missing or damaged.
        OutputError: it cannot be written.
    """
    reading = read_corpus(corpus)
    folder, spec = reading.folder, reading.spec
    stats = corpus_stats(reading)
    errors = read_errors(folder) if reading.finished else reading.errors
    page = _template().render(
        spec=spec,
        stats=stats,
        verification=verification,
        verification_lines=[] if verification is None else summary(verification),
        types=_type_rows(stats),
        formats=_rows(stats.by_format, {}),
        labels=_label_rows(stats),
        surfaces=_rows(stats.by_surface, {}),
        thumbnails=thumbnails(folder.root, _PAGES, _PAGE_PIXELS),
        samples=samples(folder, _TEXT_CHARACTERS),
        errors=errors,
        most_listed=_MOST_LISTED,
        spec_yaml=yaml.safe_dump(spec.model_dump(mode="json"), sort_keys=False),
        content_version=content_version(),
        issuance_warning=ISSUANCE_WARNING.replace("`", ""),
        version=version("synthphi"),
    )
    write_bytes(folder.report, sealed_page(page.encode()), fsync=fsync)
    return folder.report


@cache
def _template() -> Template:
    environment = Environment(
        loader=PackageLoader("synthphi.report", "templates"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    environment.filters["href"] = _link_to
    environment.filters["number"] = lambda number: f"{number:,}"
    environment.filters["bytes"] = _size
    return environment.get_template("report.html.j2")


def _link_to(path: str) -> str:
    """Return the address of a document, or of the shard that it lies in: no browser looks into that."""
    packed = in_shard(path)
    # Never a scheme, whatever the path: it is relative to the corpus.
    return "./" + quote(path if packed is None else packed[0])


def _rows(counts: Mapping[str, int], groups: Mapping[str, str]) -> list[Row]:
    """Return the lines of a chart, the highest first; `groups` says to what each name belongs."""
    most = max(counts.values(), default=0)
    return [Row(name, n, n / most, groups.get(name, "")) for name, n in highest_first(counts) if n]


def _type_rows(stats: CorpusStats) -> list[Row]:
    rows = _rows(stats.by_type, {doc_type.value: facts.phi_class for doc_type, facts in TYPES.items()})
    return sorted(rows, key=lambda row: _place(row.group, PHI_CLASSES))


def _label_rows(stats: CorpusStats) -> list[Row]:
    rows = _rows(stats.by_label, {label.value: category for label, category in CATEGORY.items()})
    order = [label.value for label in Label]
    return sorted(rows, key=lambda row: _place(row.name, order))


def _place(name: str, order: Sequence[str]) -> int:
    """Return the place of a name; names that this version does not know come last."""
    return order.index(name) if name in order else len(order)


def _size(count: int) -> str:
    size = float(count)
    for unit in ("bytes", "KB", "MB", "GB"):
        if size < 1_000:
            return f"{size:.0f} {unit}" if unit == "bytes" or size >= 100 else f"{size:.1f} {unit}"
        size /= 1_000
    return f"{size:.1f} TB"
