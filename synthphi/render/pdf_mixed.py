"""Lines that need more fonts than one, drawn run by run."""

from synthphi.render.pdf_fonts import literal
from synthphi.render.pdf_scripts import SCRIPTS
from synthphi.render.pdf_text import Lines

_STROKE = 0.025
"""How thick the outline is that makes a script's letters bold, in parts of the size."""


class MixedLine:
    """One line.

    Args:
        lines: The lines that it is of.
        start: Where it begins in their text, `end` where it ends.
    """

    def __init__(self, lines: Lines, start: int, end: int) -> None:
        self._style = style = lines.style
        self._shaped = style.font.shaped(lines.text[start:end])
        natural = self._shaped.width * style.size / 1000
        # What cannot be broken is made as narrow as its column.
        self._narrowed = lines.width / natural if natural > lines.width else 1.0
        self._scale = style.size / 1000 * self._narrowed
        free = max(lines.width - natural, 0.0)
        self._shift = {"left": 0.0, "center": free / 2, "right": free}[style.align]
        # A script's font has its own name, the others that of the page's font and of the twin.
        self._names = [run.font if run.font in SCRIPTS else style.font.name + run.font for run in self._shaped.runs]

    @property
    def fonts(self) -> set[str]:
        """The fonts that it needs."""
        return set(self._names)

    def drawn(self, x: float, y: float) -> str:
        """Return the operators that draw it, the column's left edge at `x` and the baseline at `y`."""
        style = self._style
        narrow = f" {100 * self._narrowed:.3f} Tz" if self._narrowed != 1 else ""
        operators = [f"q {style.colour} rg{narrow}"]
        for run, name in zip(self._shaped.runs, self._names, strict=True):
            across = x + self._shift + run.x * self._scale
            operand = f"{run.shown}TJ" if run.font else f"{literal(run.shown)}Tj"
            shown = f"BT /{name} {style.size:g} Tf {across:.2f} {y:.2f} Td {operand} ET"
            if run.font in SCRIPTS and style.font.name != "R":
                shown = f"2 Tr {style.size * _STROKE:.2f} w {style.colour} RG {shown} 0 Tr"
            operators.append(shown)
        return " ".join([*operators, "Q"])

    def sides(self, start: int, stop: int, x: float) -> list[tuple[float, float]]:
        """Return the left and right sides of characters, by their numbers on the line, as few as there can be."""
        merged: list[list[int]] = []
        for i in sorted(range(start, stop), key=self._shaped.ends.__getitem__):
            left, right = self._shaped.ends[i]
            if merged and left <= merged[-1][1]:
                merged[-1][1] = max(right, merged[-1][1])
                merged[-1][2] = min(i, merged[-1][2])
            else:
                merged.append([left, right, i])
        merged.sort(key=lambda one: one[2])
        edge = x + self._shift
        return [(edge + left * self._scale, edge + right * self._scale) for left, right, _ in merged]
