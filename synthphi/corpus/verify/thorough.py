"""Have second readers, programs of others, read the files of a corpus and find the labelled values in them.

A value has to be in what the second reader extracts at least as often as labels within its reach say, white space
aside. On PDF pages it has to be in its boxes, and the boxes have to fit the characters by the second reader's account
of where they are.
"""

import unicodedata
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from itertools import islice
from pathlib import Path
from typing import Any, NamedTuple, TypeAlias

from synthphi.corpus.labels import label_rows
from synthphi.corpus.reading import Reading
from synthphi.corpus.untrusted import files_for_programs
from synthphi.corpus.verify.cutting import Piece, rows_of
from synthphi.corpus.verify.documents import Known, told
from synthphi.corpus.verify.report import FITTING, Boxes, Problem, SecondReading
from synthphi.corpus.verify.rows import Spans, spans_of
from synthphi.corpus.verify.unlabelled import Finding
from synthphi.doctypes import Format
from synthphi.readback import ReadbackError
from synthphi.readback.thorough import SECOND_READERS, PageWords, SecondReader, pages_of, require, same_on_page
from synthphi.render.base import Place

_DECKS_AT_ONCE = 10
"""To start an office suite takes as long as to lay out some decks."""
_TEXTS = (Format.DOCX, Format.RTF, Format.EML, Format.MSG, Format.HTML, Format.CSV)
_BY_OFFICE = (Format.PPTX, Format.XLSX)
"""What an office suite reads."""


class Work(NamedTuple):
    """What one call reads: the documents of a format in some label rows."""

    format: Format
    pieces: tuple[Piece, ...]
    documents: int
    chosen: frozenset[str] | None = None
    """The document ids to read; None: all."""


@dataclass(frozen=True, slots=True)
class Second:
    """What a second reader found in some documents."""

    counts: SecondReading
    problems: list[Problem]
    misread: int
    """How many findings there are; `problems` has ten a document at most."""


_Document: TypeAlias = tuple[dict[str, Any], Spans, range]
"""A label row, the spans of the rows that it is among, and which of them are its own."""


@dataclass(slots=True)
class _Tally:
    values: int = 0
    beyond: int = 0
    overlaps: list[float] = field(default_factory=list)


def second_readings(reading: Reading, work: list[Piece], sample: int) -> tuple[list[Work], dict[Format, int]]:
    """Return what second readers are to read: all, but of decks and of workbooks so many, spread evenly over a corpus.

    Second is how many documents of each format there are.

    Raises:
        CorpusError: the labels are damaged, or a second reader's program is not installed.
    """
    rows = label_rows(reading, ("document_id", "format"))
    found: dict[Format, list[tuple[str, Piece]]] = {name: [] for name in Format}
    for piece in work:
        for row in islice(rows, piece.rows):
            if row["format"] in found:
                found[Format(row["format"])].append((row["document_id"], piece))
    made: list[Work] = []
    for name in (*_TEXTS, Format.PDF):
        counts = Counter(piece for _, piece in found[name])
        made += [Work(name, (piece,), number) for piece, number in counts.items()]
    for name in _BY_OFFICE:
        every = found[name]
        count = min(sample, len(every))
        spread = [every[i * len(every) // count] for i in range(count)]
        for start in range(0, count, _DECKS_AT_ONCE):
            some = spread[start : start + _DECKS_AT_ONCE]
            places = tuple(dict.fromkeys(piece for _, piece in some))
            made.append(Work(name, places, len(some), frozenset(one for one, _ in some)))
    require({one.format for one in made})
    return made, {name: len(documents) for name, documents in found.items()}


def check_second(known: Known, work: Work) -> Second:
    """Read some documents by the second reader of their format.

    Raises:
        CorpusError: the label rows cannot be read, or the second reader's program is not installed.
    """
    documents: list[_Document] = []
    for piece in work.pieces:
        table = rows_of(known.row_group, piece)
        spans = spans_of(table)
        for i, row in enumerate(table.select(["document_id", "format", "path", "layout"]).to_pylist()):
            if row["format"] == work.format and (work.chosen is None or row["document_id"] in work.chosen):
                documents.append((row, spans, range(spans.first_span[i], spans.first_span[i + 1])))
    tally = _Tally()
    with files_for_programs(known.folder, [(row["path"], work.format) for row, _, _ in documents]) as given:
        # What leads elsewhere, or is in no shard, the first reading has told of.
        documents = [document for document, file in zip(documents, given, strict=True) if file is not None]
        tool, found = _found(work.format, [file for file in given if file is not None], documents, tally)
    problems: list[Problem] = []
    misread = 0
    for (row, _, _), findings in zip(documents, found, strict=True):
        misread += len(findings)
        problems += told(row["path"], findings)
    counts = SecondReading(
        format=work.format,
        tool=tool,
        documents=len(documents),
        of_documents=0,
        values=tally.values,
        beyond=tally.beyond,
        boxes=Boxes.of(tally.overlaps),
    )
    return Second(counts, problems, misread)


def _found(
    file_format: Format, files: list[Path], documents: list[_Document], tally: _Tally
) -> tuple[str, list[list[Finding]]]:
    """Return which second reader read some files, and what it found in each."""
    if file_format is Format.PDF:
        found = [
            list(_page_problems(pages, *document, tally))
            for pages, document in zip(pages_of(files), documents, strict=True)
        ]
        return "pdftotext -bbox", found
    reader = SECOND_READERS[file_format]
    found = [
        list(_text_problems(reader, texts, *document, tally))
        for texts, document in zip(reader.read(files), documents, strict=True)
    ]
    return reader.tool, found


def by_format(readings: Sequence[Second], of_documents: dict[Format, int]) -> list[SecondReading]:
    """Return what was found, added up by format.

    Args:
        readings: What was found.
        of_documents: How many documents of each format the corpus has.
    """
    sums: dict[Format, SecondReading] = {}
    for reading in readings:
        one = reading.counts
        before = sums.get(one.format)
        sums[one.format] = SecondReading(
            format=one.format,
            tool=one.tool,
            documents=one.documents + (before.documents if before else 0),
            of_documents=of_documents.get(one.format, 0),
            values=one.values + (before.values if before else 0),
            beyond=one.beyond + (before.beyond if before else 0),
            boxes=one.boxes + before.boxes if before else one.boxes,
        )
    return list(sums.values())


def _inkless(text: str) -> str:
    return "".join(unicodedata.normalize("NFC", text).split())


def _text_problems(
    reader: SecondReader,
    texts: dict[str, str] | ReadbackError,
    _row: dict[str, Any],
    spans: Spans,
    numbers: range,
    tally: _Tally,
) -> Iterator[Finding]:
    """Yield the values that a second reader does not find as often as labels say."""
    if isinstance(texts, ReadbackError):
        yield Finding("second reader", str(texts))
        return
    asked: Counter[tuple[str, str]] = Counter()
    for i in numbers:
        for number in range(spans.first_place[i], spans.first_place[i + 1]):
            part = reader.part_of(spans.path[number])
            if part is None:
                tally.beyond += 1
            else:
                asked[part, _inkless(spans.text[i])] += 1
    tally.values += asked.total()
    read = {part: _inkless(text) for part, text in texts.items()}
    for (part, value), count in asked.items():
        found = read.get(part, "").count(value)
        if found < count:
            yield Finding(
                "second reader", f"{reader.tool} finds {value!r} {found} times in {part}, its labels say {count} times"
            )


def _page_problems(
    pages: list[PageWords] | ReadbackError,
    row: dict[str, Any],
    spans: Spans,
    numbers: range,
    tally: _Tally,
) -> Iterator[Finding]:
    """Yield the values that are not in their boxes, and boxes that do not fit."""
    if isinstance(pages, ReadbackError):
        yield Finding("second reader", str(pages))
        return
    for i in numbers:
        for number in range(spans.first_place[i], spans.first_place[i + 1]):
            place = spans.place(number)
            at = _page_number(place)
            if at is None:
                tally.beyond += 1
                continue
            tally.values += 1
            name = f"{spans.label[i]} {spans.text[i]!r}"
            if at >= len(pages):
                yield Finding("second reader", f"{name}: pdftotext finds no {place.path}")
                continue
            found = [pages[at].inside(box, row["layout"]) for box in place.boxes]
            read = "".join(text for text, _ in found)
            if not same_on_page(read, spans.text[i]):
                yield Finding("second reader", f"{name} is labelled on {place.path}, where pdftotext reads {read!r}")
                continue
            for _, overlap in found:
                tally.overlaps.append(overlap)
                if overlap < FITTING:
                    yield Finding(
                        "second reader", f"{name} on {place.path}: by pdftotext its box fits by {overlap:.2f} only"
                    )


def _page_number(place: Place) -> int | None:
    if place.start is not None or not place.boxes:
        return None
    digits = place.path.removeprefix("page[").removesuffix("]")
    return int(digits) if digits.isdecimal() else None
