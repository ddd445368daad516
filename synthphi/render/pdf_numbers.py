"""Numbers as the operators of a page take them."""

from functools import cache

_CACHED = 2000


class _Edges(dict[float, str]):
    """Coordinates with two digits behind the period.

    For those of which there are few: the edges of columns and cells, which all pages of a layout share. To remember
    heights, too, gains nothing: there are so many that to find one takes as long as to write it.
    """

    def __missing__(self, value: float) -> str:
        if len(self) >= _CACHED:
            self.clear()
        # A dictionary takes 0 and -0 for one key: both are written as 0.
        written = self[value] = f"{value + 0.0:.2f}"
        return written


EDGES = _Edges()
"""``EDGES[72.0]`` is ``"72.00"``, in a quarter of the time that it takes to write a number."""


@cache
def colour(rrggbb: str) -> str:
    """Return the three numbers of a colour, as the operators ``rg`` and ``RG`` take them."""
    return " ".join(f"{int(rrggbb[i : i + 2], 16) / 255:.3g}" for i in (0, 2, 4))
