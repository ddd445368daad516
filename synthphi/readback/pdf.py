"""PDF files, by PDFium."""

import pypdfium2
from pypdfium2 import raw

from synthphi.readback.base import ReadbackError, Reader
from synthphi.readback.bounds import check_pdf_streams
from synthphi.readback.pdf_pages import PageText, Sides, overlap
from synthphi.readback.pdf_surfaces import alternative_texts, annotations, information, outline, packets
from synthphi.render.base import Place

_MOST_PAGES = 10_000
_SLACK = 0.02
"""Points by which numbers written in hundredths may miss."""


def read(data: bytes) -> Reader:
    """Return the texts of pages and of what stands beside them; text in boxes is read when it is asked for.

    Raises:
        ReadbackError: it has too many pages, or unpacks to too much.
    """
    check_pdf_streams(data)
    document = pypdfium2.PdfDocument(data)
    if len(document) > _MOST_PAGES:
        raise ReadbackError(f"it has more than {_MOST_PAGES} pages")
    form = None
    if document.get_formtype() != raw.FORMTYPE_NONE:
        document.init_forms()
        form = document.formenv
    texts: dict[str, str] = {}
    pages: dict[str, PageText] = {}
    sides: dict[str, Sides] = {}
    beside: dict[str, str] = {}
    for i, page in enumerate(document):
        path = f"page[{i}]"
        pages[path] = PageText(page)
        texts[path] = pages[path].text
        for j, (alt, found) in enumerate(alternative_texts(page)):
            beside[f"{path}/image[{j}]"], sides[f"{path}/image[{j}]"] = alt, found
        for name, value, found in annotations(document, page, form):
            beside[f"{path}/{name}"], sides[f"{path}/{name}"] = value, found
    texts.update(beside)
    texts.update({f"outline[{i}]": title for i, title in enumerate(outline(document))})
    texts.update({f"info/{key}": value for key, value in information(document, data)})
    for name, value in packets(data):
        path = f"xmp/{name}"
        texts[path] = f"{texts[path]}\n{value}" if path in texts else value
    return _PdfReader(texts, pages, sides)


class _PdfReader(Reader):
    """As `Reader`, with the characters of pages by path, and the rectangles of pictures, notes, links and fields."""

    def __init__(self, texts: dict[str, str], pages: dict[str, PageText], sides: dict[str, Sides]) -> None:
        super().__init__(texts)
        self._pages, self._sides = pages, sides

    def text_at(self, place: Place, length: int) -> str:
        page = self._pages.get(place.path)
        if page is None:
            return super().text_at(place, length)
        if not place.boxes:
            raise ReadbackError(f"the place on {place.path} has no boxes")
        return " ".join(page.text_in(box) for box in place.boxes)

    def extent(self, place: Place, length: int) -> list[tuple[int, int]]:
        page = self._pages.get(place.path)
        return super().extent(place, length) if page is None else page.extent(place.boxes)

    def overlaps(self, place: Place) -> list[float]:
        page = self._pages.get(place.path)
        if page is not None:
            return [page.fit(box) for box in place.boxes]
        sides = self._sides.get(place.path)
        if sides is None:
            return [0.0] * len(place.boxes)
        if "/field[" not in place.path:
            return [overlap(box, sides) for box in place.boxes]
        # PDFium says nothing of the characters of a field's value; they can only be in the field.
        left, bottom, right, top = sides[0] - _SLACK, sides[1] - _SLACK, sides[2] + _SLACK, sides[3] + _SLACK
        return [
            1.0 if left <= box.x0 and box.x1 <= right and bottom <= box.y0 and box.y1 <= top else overlap(box, sides)
            for box in place.boxes
        ]
