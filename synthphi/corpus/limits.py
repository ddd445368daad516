"""The limits of what a corpus is laid out for: how many documents each folder may have."""

import math
from collections import Counter
from functools import lru_cache

from synthphi.corpus.plan import PARTS, Plan
from synthphi.doctypes import PHI_CLASSES, PhiClass
from synthphi.errors import SpecError
from synthphi.spec import CorpusSpec, Split

# Microsoft Learn, "Get started with trainable classifiers". The test set is to have 200 documents at least, which
# follows from the smallest numbers of its classes.
_PURVIEW: dict[tuple[Split, PhiClass], tuple[int, int | None]] = {
    ("train", "positive"): (50, 500),
    ("train", "negative"): (150, 1500),
    ("test", "positive"): (50, None),
    ("test", "negative"): (150, None),
}
_ROOM = 1.15
"""How far from a limit the advice stays: a part is drawn by patient, so its share is not exact."""


def check_limits(spec: CorpusSpec) -> None:
    """See that the folders of a corpus for Purview will have as many documents as Purview takes.

    Raises:
        SpecError: a folder would have too few or too many.
    """
    if spec.folders == "purview" and (problems := _problems(spec.model_dump_json())):
        raise SpecError("\n".join(problems))


@lru_cache(maxsize=4)
def _problems(spec_json: str) -> tuple[str, ...]:
    spec = CorpusSpec.model_validate_json(spec_json)
    plan = Plan(spec)
    counts = Counter(
        (plan.split(phi_class, number), phi_class)
        for phi_class in PHI_CLASSES
        for number in range(spec.count(phi_class))
    )
    return tuple(
        _problem(spec, split, phi_class, counts[split, phi_class], least, most)
        for (split, phi_class), (least, most) in _PURVIEW.items()
        if not least <= counts[split, phi_class] <= (most or math.inf)
    )


def _problem(spec: CorpusSpec, split: Split, phi_class: PhiClass, count: int, least: int, most: int | None) -> str:
    wanted = f"{least} to {most}" if most else f"at least {least}"
    share = spec.splits.get(split, 0.0) / sum(spec.splits.values())
    if not share:
        advice = f"give splits.{split} a weight"
    elif count < least:
        advice = f"raise phi_{phi_class} to about {math.ceil(least / share * _ROOM)}, or the weight splits.{split}"
    else:
        assert most is not None  # otherwise it would not be too many
        advice = f"lower phi_{phi_class} to about {int(most / share / _ROOM)}, or the weight splits.{split}"
    return (
        f"phi_{phi_class}: of {spec.count(phi_class)} documents {PARTS[split]}/{phi_class} gets {count}, and Purview "
        f"takes {wanted}: {advice}"
    )
