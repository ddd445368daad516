"""The chart of the README: CPU-ms a document by format, ours against the usual library, on a logarithmic scale."""

import math
from collections.abc import Iterable, Mapping
from html import escape
from typing import Any

_WIDTH, _LEFT, _RIGHT, _TOP = 760, 64, 190, 64
_ROW, _BAR = 38, 13
_TICKS = (0.1, 1, 10, 100)
_STYLE = """
  text { font: 13px system-ui, -apple-system, "Segoe UI", Helvetica, Arial, sans-serif; fill: #1f2328 }
  .title { font-size: 15px; font-weight: 600 } .small { font-size: 12px; fill: #59636e }
  .ours { fill: #0969da } .usual { fill: #afb8c1 } line { stroke: #d1d9e0 }
  @media (prefers-color-scheme: dark) {
    text { fill: #e6edf3 } .small { fill: #9198a1 }
    .ours { fill: #4493f8 } .usual { fill: #59636e } line { stroke: #30363d }
  }
"""


def chart(rows: Iterable[Mapping[str, Any]]) -> str:
    """Return the chart as SVG, of the first row of each format in the result of `formats`; light and dark."""
    shown = list({row["format"]: row for row in reversed([*rows])}.values())[::-1]
    height = _TOP + _ROW * len(shown) + 34
    told = "; ".join(
        f"{row['format'].upper()} {digits(row['synthphi_cpu_ms'])} against {digits(row['peer_cpu_ms'])} ({row['peer']})"
        for row in shown
    )
    parts = [
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {_WIDTH} {height}" width="{_WIDTH}" height="{height}" '
        'role="img" aria-labelledby="title what">',
        '<title id="title">CPU milliseconds a document by format, synthphi against the usual library</title>',
        f'<desc id="what">{escape(told)}. The scale is logarithmic.</desc>',
        f"<style>{_STYLE}</style>",
        '<text class="title" x="0" y="18">CPU milliseconds a document</text>',
        f'<rect class="ours" x="{_LEFT}" y="32" width="{_BAR}" height="{_BAR}" rx="2"/>',
        f'<text x="{_LEFT + 19}" y="43">synthphi</text>',
        f'<rect class="usual" x="{_LEFT + 92}" y="32" width="{_BAR}" height="{_BAR}" rx="2"/>',
        f'<text x="{_LEFT + 111}" y="43">the usual library</text>',
        f'<text class="small" x="{_WIDTH}" y="43" text-anchor="end">logarithmic scale, shorter is faster</text>',
    ]
    bottom = _TOP + _ROW * len(shown)
    for tick in _TICKS:
        x = _x(tick)
        parts.append(f'<line x1="{x:.1f}" y1="{_TOP - 6}" x2="{x:.1f}" y2="{bottom}"/>')
        parts.append(f'<text class="small" x="{x:.1f}" y="{bottom + 18}" text-anchor="middle">{tick:g} ms</text>')
    for number, row in enumerate(shown):
        y = _TOP + _ROW * number
        parts.append(f'<text x="{_LEFT - 10}" y="{y + 18}" text-anchor="end">{row["format"].upper()}</text>')
        parts += _bar("ours", y, row["synthphi_cpu_ms"], "")
        parts += _bar("usual", y + _BAR + 1, row["peer_cpu_ms"], f" {row['peer']}")
    return "\n".join([*parts, "</svg>"]) + "\n"


def _bar(kind: str, y: float, value: float, name: str) -> list[str]:
    end = max(_x(value), _LEFT + 1)
    return [
        f'<rect class="{kind}" x="{_LEFT}" y="{y}" width="{end - _LEFT:.1f}" height="{_BAR}" rx="2"/>',
        f'<text class="small" x="{end + 5:.1f}" y="{y + _BAR - 2}">{digits(value)}{escape(name)}</text>',
    ]


def _x(value: float) -> float:
    first, last = math.log10(_TICKS[0]), math.log10(_TICKS[-1])
    return _LEFT + (_WIDTH - _LEFT - _RIGHT) * (math.log10(value) - first) / (last - first)


def digits(value: float) -> str:
    """Return a figure with two or three digits: 0.17, 1.78, 37.5, 374."""
    return f"{value:.0f}" if value >= 99.95 else f"{value:.1f}" if value >= 9.995 else f"{value:.2f}"
