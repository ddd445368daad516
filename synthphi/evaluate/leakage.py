"""Class leakage: how well a plain learner tells twins apart without seeing a labelled value.

A corpus whose classes differ in anything but PHI teaches detectors that difference instead. So a logistic regression
is trained on half of the twin pairs and asked about the other half: once over the words of the texts with all labelled
values cut out, once over what surrounds the text (size, format, layout, metadata). 0.5 is a guess, 1.0 gives the
classes away.
"""

from collections.abc import Iterable, Sequence
from functools import partial
from pathlib import Path
from typing import Any, NamedTuple

from pydantic import BaseModel, ConfigDict

from synthphi.corpus.folder import CorpusFolder
from synthphi.corpus.labels import label_rows
from synthphi.corpus.opening import load_corpus
from synthphi.errors import SynthPhiError
from synthphi.seeds import stream

_COLUMNS = ["document_id", "path", "phi_class", "format", "bytes", "text", "spans", "twin", "layout", "quality"]
_LEAST_PAIRS = 20
_MOST_WORDS = 50_000


class EvaluationError(SynthPhiError):
    """A corpus cannot be evaluated; the message says what is missing and what to do."""


class Leakage(BaseModel):
    """Areas under the ROC curve over the pairs that were kept for the test."""

    model_config = ConfigDict(frozen=True)

    pairs: int
    """Twin pairs: half are learned from, half are asked about."""
    words: float
    """Of the words of the texts, labelled values cut out."""
    surroundings: float
    """Of size, length, format, layout, quality, and the file name where the spec asks for neutral ones."""


class _Pair(NamedTuple):
    positive: dict[str, Any]
    negative: dict[str, Any]


def class_leakage(corpus: Path | str, seed: int = 0) -> Leakage:
    """Return how well twins are told apart without their labelled values; needs ``synthphi[evaluate]``.

    Args:
        corpus: The corpus folder.
        seed: Decides which pairs are learned from.

    Raises:
        CorpusError: there is no corpus, or its labels are missing or damaged.
        EvaluationError: there are too few twin pairs, or scikit-learn is not installed.
    """
    try:
        from sklearn.feature_extraction import DictVectorizer  # noqa: PLC0415  (of an extra)
        from sklearn.feature_extraction.text import TfidfVectorizer  # noqa: PLC0415
        from sklearn.linear_model import LogisticRegression  # noqa: PLC0415
        from sklearn.metrics import roc_auc_score  # noqa: PLC0415
        from sklearn.pipeline import make_pipeline  # noqa: PLC0415
        from sklearn.preprocessing import MaxAbsScaler  # noqa: PLC0415
    except ImportError as error:
        raise EvaluationError(
            f"{error.name} is not installed: pip install 'synthphi[evaluate]', then try again"
        ) from None
    folder, spec = load_corpus(corpus)
    pairs = _pairs(folder)
    if len(pairs) < _LEAST_PAIRS:
        raise EvaluationError(
            f"the corpus in {corpus} holds {len(pairs)} twin pairs, {_LEAST_PAIRS} are needed: make one with more "
            "negatives, or with a higher share of twins"
        )
    mixed = stream(seed, "leakage").sample(pairs, len(pairs))
    learned, asked = mixed[: len(mixed) // 2], mixed[len(mixed) // 2 :]

    def auc(learner: Any, seen: Any) -> float:
        learner.fit([seen(row) for pair in learned for row in pair], [1, 0] * len(learned))
        scores = learner.predict_proba([seen(row) for pair in asked for row in pair])[:, 1]
        return float(roc_auc_score([1, 0] * len(asked), scores))

    words = TfidfVectorizer(max_features=_MOST_WORDS, token_pattern=r"(?u)\b\w+\b")  # noqa: S106  (no password)
    return Leakage(
        pairs=len(pairs),
        words=auc(make_pipeline(words, LogisticRegression(max_iter=1000)), _without_values),
        surroundings=auc(
            make_pipeline(DictVectorizer(), MaxAbsScaler(), LogisticRegression(max_iter=1000)),
            partial(_surroundings, named=spec.names == "neutral"),
        ),
    )


def leakage_block(found: Leakage) -> str:
    """Return the figures as a block of text."""
    return "\n".join(
        [
            f"Twin pairs: {found.pairs}",
            f"Words without labelled values, AUC: {found.words:.3f}",
            f"Size, name, format and layout, AUC: {found.surroundings:.3f}",
        ]
    )


def _pairs(folder: CorpusFolder) -> list[_Pair]:
    positives: dict[str, dict[str, Any]] = {}
    pairs = []
    for row in label_rows(folder, _COLUMNS):
        if row["phi_class"] == "positive":
            positives[row["document_id"]] = row
        elif row["twin"] in positives:
            pairs.append(_Pair(positives[row["twin"]], row))
    return pairs


def _without_values(row: dict[str, Any]) -> str:
    return " ".join(_between(row["text"], row["spans"]))


def _between(text: str, spans: Sequence[dict[str, Any]]) -> Iterable[str]:
    at = 0
    for span in spans:
        yield text[at : span["start"]]
        at = max(at, span["end"])
    yield text[at:]


def _surroundings(row: dict[str, Any], *, named: bool) -> dict[str, Any]:
    name = Path(row["path"]).stem.rstrip("0123456789")
    return {
        **({"name": name} if named else {}),
        "bytes": row["bytes"],
        "characters": len(row["text"]),
        "format": row["format"],
        "layout": row["layout"],
        "quality": row["quality"],
    }
