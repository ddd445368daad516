"""What every reader gives: texts by path, and the characters at a place."""

from synthphi.errors import SynthPhiError
from synthphi.render.base import Place

_DIRECTIONS = {0x200E: None, 0x200F: None}


class ReadbackError(SynthPhiError):
    """A file cannot be read, or has no text where one is looked for."""


class Reader:
    """The texts of a file by path, in file order; the paths are those of `synthphi.render.base.Place`.

    Args:
        texts: Path to text, as the reader of the format gives it.
    """

    def __init__(self, texts: dict[str, str]) -> None:
        self.texts = texts

    def text_at(self, place: Place, length: int) -> str:
        """Return the characters at a place: `length` code points, or fewer where the text ends before.

        On a PDF page `length` says nothing: it is the place's boxes that bound the text.

        Raises:
            ReadbackError: the file has no such path, or the place says no position in it.
        """
        text = self.texts.get(place.path)
        if text is None:
            raise ReadbackError(f"the file has no {place.path}")
        if place.start is None:
            raise ReadbackError(f"the place in {place.path} has no start")
        if place.start < 0:
            raise ReadbackError(f"the place in {place.path} starts at {place.start}")
        return text[place.start : place.start + length]

    def extent(self, place: Place, length: int) -> list[tuple[int, int]]:
        """Return which characters of ``texts[place.path]`` a place takes, as (start, end); none where it is nowhere.

        On a PDF page `length` says nothing: it is the place's boxes that bound the text.
        """
        if place.start is None or place.path not in self.texts:
            return []
        return [(place.start, place.start + length)]

    def overlaps(self, place: Place) -> list[float]:
        """Return how well each box of a place fits the characters in it, by the reader: intersection over union.

        Empty where the reader knows no boxes of characters, as for all formats but PDF.
        """
        return []


def same_text(read: str, labelled: str) -> bool:
    """Return whether two texts are equal but for white space, and marks of the direction of writing.

    For boxes on a PDF page, where a line's end stands for a space or, in a word too long for its line, for nothing,
    and where a space has no ink to be found by. Between letters of two directions a page may have a mark that the
    text has not.
    """
    return _inked(read) == _inked(labelled)


def _inked(characters: str) -> str:
    return "".join(characters.translate(_DIRECTIONS).split())
