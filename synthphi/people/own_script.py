"""Names as people write them at home: in another script, or with the marks that English forms drop."""

import tomllib
import unicodedata
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

from synthphi.people.model import Name
from synthphi.seeds import digest64

_DECOMPOSED = 3
"""Of Latin names with marks, one in so many is written with combining marks, as some keyboards and file systems do."""
_FAMILY_NAME_FIRST = "last first"


@dataclass(frozen=True, slots=True)
class _Script:
    family_name_first: bool
    join: str
    first: dict[str, str]
    last: dict[str, str]


def in_own_script(name: Name) -> str:
    """Return a name as its bearer writes it at home; empty where that is the way it is spelled anyway, or unknown."""
    for script in _scripts().get(name.last, ()):
        if name.first in script.first:
            parts = [script.first[name.first], script.last[name.last]]
            own = script.join.join(reversed(parts) if script.family_name_first else parts)
            if own == f"{name.first} {name.last}":
                return ""
            return unicodedata.normalize("NFD", own) if _is_decomposed(own) else own
    return ""


def _is_decomposed(own: str) -> bool:
    # Letters of other scripts come apart, too, but nobody types them so.
    latin = unicodedata.name(own[0]).startswith("LATIN")
    return latin and digest64("decomposed", own) % _DECOMPOSED == 0


@cache
def _scripts() -> dict[str, tuple[_Script, ...]]:
    """Return the tables by the family names in them."""
    data = tomllib.loads(files("synthphi.people").joinpath("data", "own_script.toml").read_text(encoding="utf-8"))
    found: dict[str, tuple[_Script, ...]] = {}
    for table in data.values():
        script = _Script(table["order"] == _FAMILY_NAME_FIRST, table["join"], table["first"], table["last"])
        for last in script.last:
            found[last] = (*found.get(last, ()), script)
    return found
