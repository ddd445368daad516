"""Lines of plain text as the pages of a printer: a running header and footer on each, form feeds between them."""

from collections.abc import Set as AbstractSet

from synthphi.render.txt_lines import EMPTY, WIDTH, Line, columns, joined

PAGE = 60
"""Lines of a page."""
_MOST_AROUND = 20
"""Lines that headers and footers of a page may take."""


def paged(lines: list[Line], kept: AbstractSet[int], header: list[Line], footer: list[Line]) -> list[Line]:
    """Return lines with a running header and footer, on several pages where they are too many for one.

    Args:
        lines: The lines.
        kept: The numbers of those that stand on a page with the next one.
        header: The running header.
        footer: The running footer.
    """
    while lines and not lines[-1].text:
        lines = lines[:-1]
    above, below = [*header, EMPTY] if header else [], [EMPTY, *footer] if footer else []
    if len(above) + len(lines) + len(below) <= PAGE or len(above) + len(below) > _MOST_AROUND:
        return [*above, *lines, *below]
    pages = _cut(lines, kept, PAGE - len(header) - len(footer) - 4)
    made: list[Line] = []
    for number, page in enumerate(pages, start=1):
        top = _with_number(header, f"Page {number} of {len(pages)}")
        if number > 1:
            # A printer moves to the next page before it prints this line.
            top[0] = joined(("\f", top[0]))
        made += [*top, EMPTY, *page, *below]
    return made


def _with_number(header: list[Line], number: str) -> list[Line]:
    first = header[0] if header else EMPTY
    room = WIDTH - columns(first.text) - len(number)
    if room < 2:
        return [Line(number.rjust(WIDTH)), *header]
    return [joined((first, " " * room, number)), *header[1:]]


def _cut(lines: list[Line], kept: AbstractSet[int], most: int) -> list[list[Line]]:
    """Return the lines of each page, without the empty ones at its edges."""
    pages: list[list[Line]] = []
    start = 0
    while start < len(lines):
        if not lines[start].text:
            start += 1
            continue
        end = min(start + most, len(lines))
        last = end
        while end < len(lines) and last > start + most // 2 and last - 1 in kept:
            last -= 1
        page = lines[start:last]
        start = last
        while not page[-1].text:
            page.pop()
        pages.append(page)
    return pages
