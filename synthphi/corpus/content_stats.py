"""How rich and how varied a corpus is: spans and words a document, sentences that come again, documents that are alike.

Labelled values are masked first, so that two notes that differ in nothing but the patient count as the same text.
"""

import re
import statistics
from collections import Counter, defaultdict
from collections.abc import Iterable
from math import ceil
from pathlib import Path
from typing import Any, NamedTuple

from pydantic import BaseModel, ConfigDict

from synthphi.content.stationery import CONFIDENTIAL, MAIL_NOTICE
from synthphi.corpus.labels import label_rows
from synthphi.corpus.opening import load_corpus
from synthphi.corpus.stats import highest_first
from synthphi.doctypes import TYPES, DocType

_COLUMNS = ["document_id", "phi_class", "doc_type", "text", "spans", "twin"]
_LONG = 7
"""Words of a sentence that counts: more than six."""
_COMMON = 0.01
"""A sentence is repeated when it stands in more than this share of the documents."""
_SHINGLE = 5
_ALIKE = 0.6
_MOST_NAMED = 10

_WORD = re.compile("\\w+(?:['\u2019-]\\w+)*")
_SENTENCE_END = re.compile(r"(?<=[.!?])\s+|\n+")


class Alike(NamedTuple):
    """Two documents with the similarity of their texts."""

    first: str
    second: str
    similarity: float


class ContentStats(BaseModel):
    """What the texts of a corpus are like."""

    model_config = ConfigDict(frozen=True)

    documents: int
    phi_spans_a_positive: float
    """Mean."""
    spans_by_label: dict[str, int]
    words_by_type: dict[str, float]
    """Median words a document."""
    narrative_documents: int
    sentences: int
    """Occurrences of sentences longer than six words in narrative documents."""
    repeated_share: float
    """The share of them that belong to a sentence that stands in more than 1 % of the narrative documents."""
    most_repeated: list[tuple[str, int]]
    """Sentences with the number of documents that they stand in."""
    alike: int
    """Pairs of narrative documents, twins aside, with a Jaccard similarity above 0.6 over five words in a row."""
    most_alike: list[Alike]


class _Text(NamedTuple):
    document_id: str
    twin: str | None
    masked: str


def content_stats(corpus: Path | str) -> ContentStats:
    """Return what the texts of a corpus are like; all narrative texts are in memory for it.

    Raises:
        CorpusError: there is no corpus, or its labels are missing or damaged.
    """
    folder, _ = load_corpus(corpus)
    phi_spans: list[int] = []
    labels: Counter[str] = Counter()
    words: defaultdict[str, list[int]] = defaultdict(list)
    narrative: list[_Text] = []
    type_of: dict[str, DocType] = {}
    for row in label_rows(folder, _COLUMNS):
        doc_type = type_of[row["document_id"]] = DocType(row["doc_type"])
        labels.update(span["label"] for span in row["spans"])
        words[row["doc_type"]].append(len(_WORD.findall(row["text"])))
        if row["phi_class"] == "positive":
            phi_spans.append(sum(span["phi"] for span in row["spans"]))
        # A twin is prose where its positive is; positives come first.
        if TYPES[doc_type].narrative and TYPES[type_of.get(row["twin"], doc_type)].narrative:
            narrative.append(_Text(row["document_id"], row["twin"], _masked(row["text"], row["spans"])))
    standing_in = [_sentences(text.masked) for text in narrative]
    in_documents = Counter(sentence for found in standing_in for sentence in set(found))
    many = _COMMON * len(narrative)
    total = sum(map(len, standing_in))
    repeated = sum(in_documents[sentence] > many for found in standing_in for sentence in found)
    pairs = _alike(narrative)
    return ContentStats(
        documents=sum(map(len, words.values())),
        phi_spans_a_positive=statistics.fmean(phi_spans) if phi_spans else 0.0,
        spans_by_label=dict(sorted(labels.items())),
        words_by_type={name: statistics.median(counts) for name, counts in sorted(words.items())},
        narrative_documents=len(narrative),
        sentences=total,
        repeated_share=repeated / total if total else 0.0,
        most_repeated=highest_first(in_documents)[:_MOST_NAMED],
        alike=len(pairs),
        most_alike=sorted(pairs, key=lambda pair: (-pair.similarity, pair.first))[:_MOST_NAMED],
    )


def content_block(stats: ContentStats) -> str:
    """Return the counts as a block of text."""
    rarest = sorted(stats.spans_by_label.items(), key=lambda item: (item[1], item[0]))[:5]
    lines = [
        f"Documents: {stats.documents}",
        f"PHI spans a positive document: {stats.phi_spans_a_positive:.1f} (mean)",
        f"Rarest labels: {', '.join(f'{name} {count}' for name, count in rarest)}",
        "Words a document (median):",
        *(f"  {name}: {count:.0f}" for name, count in stats.words_by_type.items()),
        f"Narrative documents: {stats.narrative_documents}",
        f"Sentences of more than six words: {stats.sentences}, {100 * stats.repeated_share:.1f} % of them repeated",
        *(f"  {count} x {sentence}" for sentence, count in stats.most_repeated),
        f"Pairs of documents that are alike (similarity above {_ALIKE}): {stats.alike}",
        *(f"  {pair.first} ~ {pair.second}: {pair.similarity:.2f}" for pair in stats.most_alike),
    ]
    return "\n".join(lines)


def _masked(text: str, spans: Iterable[dict[str, Any]]) -> str:
    """Return a text with every labelled value replaced by its label."""
    parts, at = [], 0
    for span in spans:
        if span["start"] >= at:
            parts += [text[at : span["start"]], span["label"]]
            at = span["end"]
    parts.append(text[at:])
    return "".join(parts)


_FOOTERS = frozenset(sentence for notice in (*CONFIDENTIAL, MAIL_NOTICE) for sentence in _SENTENCE_END.split(notice))


def _sentences(text: str) -> list[str]:
    """Return the sentences that count; legal footers do not, which real offices repeat, too."""
    found = (sentence.strip() for sentence in _SENTENCE_END.split(text))
    return [
        sentence
        for sentence in found
        if len(_WORD.findall(sentence)) >= _LONG and sentence.rpartition("  |  ")[2] not in _FOOTERS
    ]


def _alike(texts: list[_Text]) -> list[Alike]:
    """Return the pairs above `_ALIKE`, twins aside.

    Exact: two sets of a Jaccard similarity above t share one of the rarest members of each (prefix filtering:
    Chaudhuri, Ganti and Kaushik, ICDE 2006), so only those are looked up.
    """
    sets = [_shingles(text.masked) for text in texts]
    frequency = Counter(shingle for shingles in sets for shingle in shingles)
    having: defaultdict[int, list[int]] = defaultdict(list)
    pairs = []
    for number, shingles in enumerate(sets):
        rarest = sorted(shingles, key=lambda shingle: (frequency[shingle], shingle))
        prefix = rarest[: len(shingles) - ceil(_ALIKE * len(shingles)) + 1]
        candidates = {other for shingle in prefix for other in having[shingle]}
        for other in sorted(candidates):
            common = len(shingles & sets[other])
            similarity = common / (len(shingles) + len(sets[other]) - common)
            if similarity > _ALIKE and not _are_twins(texts[number], texts[other]):
                pairs.append(Alike(texts[other].document_id, texts[number].document_id, similarity))
        for shingle in prefix:
            having[shingle].append(number)
    return pairs


def _shingles(text: str) -> frozenset[int]:
    """Return the hashes of all runs of `_SHINGLE` words: texts would take ten times the memory."""
    words = _WORD.findall(text.lower())
    return frozenset(hash(tuple(words[i : i + _SHINGLE])) for i in range(len(words) - _SHINGLE + 1))


def _are_twins(one: _Text, other: _Text) -> bool:
    return one.twin == other.document_id or other.twin == one.document_id
