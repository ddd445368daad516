"""Search the texts of a file for values that no label takes."""

from bisect import bisect_right
from collections.abc import Iterator, Mapping
from typing import Final, NamedTuple

from synthphi.corpus.verify.english import is_another_word
from synthphi.corpus.verify.own import BARE_NAMES, Own
from synthphi.corpus.verify.ranges import range_problem
from synthphi.corpus.verify.report import ProblemKind
from synthphi.corpus.verify.values import WORD, Found, Values
from synthphi.labels import Label
from synthphi.spec import Identifiers

_BARE = frozenset({*BARE_NAMES, "city"})
_FULL = frozenset({"name", "relative name"})
_RANGES: Final[dict[str, tuple[Label, str | None]]] = {
    **dict.fromkeys(("phone", "mobile", "relative_phone"), (Label.PHONE, None)),
    "fax": (Label.FAX, None),
    "email": (Label.EMAIL, None),
    "mbi": (Label.HEALTHPLAN, "mbi"),
    "npi": (Label.LICENSE, "npi"),
    "vehicle_vin": (Label.VEHICLE, "vin"),
    "ip_address": (Label.IPADDR, None),
}
"""As what a value without a label is looked at for its range; an SSN is brought into its form before."""


class Finding(NamedTuple):
    """Something wrong in a text."""

    kind: ProblemKind
    message: str


class Labelled:
    """The characters of a file that labels take, as runs by path."""

    def __init__(self) -> None:
        self._runs: dict[str, list[tuple[int, int]]] = {}
        self._merged: dict[str, tuple[list[int], list[int]]] = {}

    def add(self, path: str, start: int, end: int) -> None:
        """Add some characters of a text."""
        runs = self._runs.get(path)
        if runs is None:
            self._runs[path] = [(start, end)]
        else:
            runs.append((start, end))

    def covers(self, path: str, start: int, end: int) -> bool:
        """Return whether labels take all of some characters; labels side by side are one."""
        found = self._merged.get(path)
        if found is None:
            found = self._merged[path] = _merged(self._runs.get(path, ()))
        starts, ends = found
        at = bisect_right(starts, start) - 1
        return at >= 0 and ends[at] >= end


def _merged(runs: list[tuple[int, int]] | tuple[()]) -> tuple[list[int], list[int]]:
    starts: list[int] = []
    ends: list[int] = []
    for start, end in sorted(runs):
        if ends and start <= ends[-1]:
            ends[-1] = max(ends[-1], end)
        else:
            starts.append(start)
            ends.append(end)
    return starts, ends


def unlabelled(
    texts: Mapping[str, str],
    labelled: Labelled,
    pool: Values,
    own: Own | None,
    *,
    negative: bool,
    identifiers: Identifiers = "reserved",
) -> Iterator[Finding]:
    """Yield the values in the texts of a file that no label takes, each once a text.

    Of a value that punctuation breaks, every word has to be in a label. A number of a patient in a negative is one of
    a patient whatever its label says; a name or street in a label is not: the label says whose it is.

    Args:
        texts: The texts by path.
        labelled: What labels take of them.
        pool: The values of everybody.
        own: Those of the document's patient.
        negative: Whether the document is about nobody.
        identifiers: Where numbers are to come from.
    """
    for path, text in texts.items():
        words = WORD.findall(text)
        found = list(pool.find(words))
        if own is not None:
            found += own.values.find(words)
        if found:
            yield from _in_text(path, text, found, labelled, own, identifiers, negative=negative)


def _in_text(
    path: str,
    text: str,
    found: list[Found],
    labelled: Labelled,
    own: Own | None,
    identifiers: Identifiers,
    *,
    negative: bool,
) -> Iterator[Finding]:
    sides = [word.span() for word in WORD.finditer(text)]
    said: set[str] = set()
    behind = 0
    # Of values within each other the longest is told.
    for first, last, kind in sorted(found, key=lambda one: (one.first, -one.last)):
        never = negative and kind.whose == "patient" and kind.unique
        if last <= behind:
            continue
        left = [side for side in sides[first:last] if not labelled.covers(path, *side)]
        if not never and (not left or _signs_off(text, left, last - first, kind.name)):
            continue
        start, end = sides[first][0], sides[last - 1][1]
        value = " ".join(text[start:end].split())
        if value in said or _is_something_else(text, start, end, value, kind.name, own):
            continue
        behind = last
        said.add(value)
        if negative and kind.whose == "patient":
            yield Finding("phi", f"is a negative and has {value!r} of a patient at {path}")
        else:
            what = kind.name.replace("_", " ")
            yield Finding("unlabelled", f"has {value!r} ({kind.whose}: {what}) at {path} from {start} without a label")
        if problem := _range_problem(kind.name, value, identifiers):
            yield Finding("range", f"{value!r} at {path} {problem}")


def _signs_off(text: str, left: list[tuple[int, int]], words: int, name: str) -> bool:
    """Return whether a name is another word beside somebody's labelled one: "Best, Caitlin" signs a mail.

    Args:
        text: The text.
        left: The words of the name that no label takes.
        words: How many words it has.
        name: What it is the name of.
    """
    return name in _FULL and len(left) < words and all(is_another_word(text, *side) for side in left)


def _is_something_else(text: str, start: int, end: int, value: str, name: str, own: Own | None) -> bool:
    """Return whether the words of a value are not the value here: other numbers than a date's, or an English word."""
    if name == "birth_date":
        return own is not None and value not in own.dates
    return name in _BARE and is_another_word(text, start, end)


def _range_problem(name: str, value: str, identifiers: Identifiers) -> str | None:
    if name == "ssn":
        digits = "".join(WORD.findall(value))
        return range_problem(Label.SSN, None, f"{digits[:3]}-{digits[3:5]}-{digits[5:]}", identifiers)
    if name in _RANGES:
        return range_problem(*_RANGES[name], value, identifiers)
    return None
