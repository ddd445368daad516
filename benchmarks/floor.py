"""How far rendering is from its floor: to deflate, and to write, the same bytes with nothing else done.

DOCX, PPTX and XLSX files are unpacked, and their parts are deflated and checked (CRC-32) again, as a zip file needs it:
all of them, and then only the variable ones, which no other file of the sample has, because a renderer may keep the
others deflated. Of a PDF it is the streams. The level is the one that gives the bytes of the part, or the lowest of its
file, as some begin and end with what is kept deflated; all parts are deflated at level 6, zlib's default, as well.
Mails are not deflated. All are then written into memory (`/dev/shm`, else the temporary folder). Each round has
documents of its own, which are rendered once and then deflated once; medians of the rounds count.

The variable parts of the office files are deflated by other libraries as well, such as can be imported: `isal`
(level 2) and `zlib_ng` (level 6); neither is a dependency.

    python benchmarks/floor.py [--documents 40] [--rounds 9] [--json FILE] [--quick]
"""

import importlib
import io
import re
import statistics
import struct
import tempfile
import zipfile
import zlib
from collections import Counter
from collections.abc import Callable
from pathlib import Path
from types import ModuleType
from typing import Any, NamedTuple

import measuring
from documents import documents_by_format, rounds_of

from synthphi import render
from synthphi.doctypes import MAILS, Format
from synthphi.document import Document

_WARM = 400
_FORMATS = (Format.DOCX, Format.PPTX, Format.XLSX, Format.PDF, Format.EML, Format.MSG)
_OFFICE = frozenset({Format.DOCX, Format.PPTX, Format.XLSX})
_LEVELS = (3, 4, 6, 9, 1, 2, 5, 7, 8, 0)
"""Those in use come first."""
_USUAL_LEVEL = 6
_STREAM = re.compile(rb"/FlateDecode[^\r\n]*>>\s*stream\r?\n")
_LOCAL_HEADER = 30
_LENGTHS = struct.Struct("<2H")
"""Of name and extra field, in the last four bytes of a local header (APPNOTE.TXT, 4.3.7)."""
_COMPRESSORS = {
    "zlib, level 3": ("zlib", 3),
    "zlib": ("zlib", 6),
    "isal": ("isal.isal_zlib", 2),
    "zlib-ng": ("zlib_ng.zlib_ng", 6),
}
"""Modules with the face of `zlib`, and the level: what each has by default, and of zlib the one in use as well."""
_TURNS = 5
_MEASURED = ("render", "deflate_all", "deflate_all_level_6", "write", "deflate_variable")
_RATIOS = {
    "render_over_deflate_all": (("render",), ("deflate_all",)),
    "render_over_deflate_all_level_6": (("render",), ("deflate_all_level_6",)),
    "with_writing": (("render", "write"), ("deflate_all", "write")),
    "render_over_deflate_variable": (("render",), ("deflate_variable",)),
}
"""What is divided by what; None for files in which nothing is deflated."""


class Piece(NamedTuple):
    """Something that is deflated: an office file's part or a PDF's stream."""

    raw: bytes
    packed: bytes
    zipped: bool
    """As a member of a zip file: without a header, and with a CRC-32 beside it."""

    def deflate(self, level: int) -> bytes:
        """Deflate it again, with all that its kind needs."""
        if not self.zipped:
            return zlib.compress(self.raw, level)
        packer = zlib.compressobj(level, zlib.DEFLATED, -15)
        packed = packer.compress(self.raw) + packer.flush()
        zlib.crc32(self.raw)
        return packed

    def level(self) -> int | None:
        """Return the level that it was deflated at: the first one that gives its bytes; None if none does."""
        return next((level for level in _LEVELS if self.deflate(level) == self.packed), None)


def levelled(pieces: list[Piece]) -> list[tuple[Piece, int]]:
    """Return a file's pieces with their levels; one whose start and end were kept deflated has the lowest of them.

    What is kept deflated is so at a higher level: it does not count how long that took.
    """
    levels = [piece.level() for piece in pieces]
    found = {level for level in levels if level is not None}
    if pieces and not found:
        raise SystemExit("a file is not deflated by this process's zlib: there is nothing to compare with")
    return [(piece, min(found) if level is None else level) for piece, level in zip(pieces, levels, strict=True)]


def pieces_of(file_format: Format, data: bytes) -> list[Piece]:
    """Return what is deflated in a file."""
    if file_format in MAILS:
        return []
    if file_format in _OFFICE:
        return _parts(data)
    return [_stream(data[found.end() :]) for found in _STREAM.finditer(data)]


def _parts(data: bytes) -> list[Piece]:
    with zipfile.ZipFile(io.BytesIO(data)) as package:
        found = []
        for one in package.infolist():
            after = one.header_offset + _LOCAL_HEADER
            start = after + sum(_LENGTHS.unpack_from(data, after - _LENGTHS.size))
            packed = data[start : start + one.compress_size]
            found.append(Piece(package.read(one), packed, zipped=True))
        return found


def _stream(data: bytes) -> Piece:
    """Return the stream that some bytes begin with."""
    unpacker = zlib.decompressobj()
    raw = unpacker.decompress(data)
    packed = data[: len(data) - len(unpacker.unused_data)]
    return Piece(raw, packed, zipped=False)


def compare(file_format: Format, documents: list[Document], rounds: int, place: Path) -> dict[str, Any]:
    """Return what rendering takes, and what the floor does, in CPU-ms a document, medians over paired rounds."""
    made: list[bytes] = []

    def rendered(document: Document) -> None:
        made.append(render(document, file_format).data)

    def deflated(pieces: list[tuple[Piece, int]]) -> None:
        for piece, level in pieces:
            piece.deflate(level)

    def written(data: bytes) -> None:
        (place / "file").write_bytes(data)

    measuring.cpu_ms(rendered, documents[: _warm(documents)])
    figures: dict[str, list[float]] = {name: [] for name in _MEASURED}
    packed: list[list[list[tuple[Piece, int]]]] = []
    for batch in rounds_of(documents, _warm(documents), rounds):
        made.clear()
        figures["render"].append(measuring.cpu_ms(rendered, batch))
        packed.append([levelled(pieces_of(file_format, data)) for data in made])
        usual = [[(piece, _USUAL_LEVEL) for piece, _ in of_file] for of_file in packed[-1]]
        figures["deflate_all"].append(measuring.cpu_ms(deflated, packed[-1]))
        figures["deflate_all_level_6"].append(measuring.cpu_ms(deflated, usual))
        figures["write"].append(measuring.cpu_ms(written, made))
    variable = _variable(packed)
    figures["deflate_variable"] = [measuring.cpu_ms(deflated, batch) for batch in variable]
    every = [piece for batch in packed for of_file in batch for piece, _ in of_file]
    return {
        "format": file_format.value,
        **{f"{name}_cpu_ms": statistics.median(values) for name, values in figures.items()},
        **dict.fromkeys(_RATIOS),
        **({name: _ratio(figures, *sides) for name, sides in _RATIOS.items()} if every else {}),
        "parts_a_document": len(every) / (rounds * len(packed[0])),
        "raw_bytes_a_document": sum(len(piece.raw) for piece in every) / (rounds * len(packed[0])),
        "levels": sorted({level for batch in variable for of_file in batch for _, level in of_file}),
        **_by_compressor([piece for batch in variable for of_file in batch for piece, _ in of_file if piece.zipped]),
    }


def _warm(documents: list[Document]) -> int:
    return min(_WARM, len(documents) // 3)


def _variable(packed: list[list[list[tuple[Piece, int]]]]) -> list[list[list[tuple[Piece, int]]]]:
    """Return the pieces that no other file has, by round and file, with their levels."""
    files = Counter(one for batch in packed for of_file in batch for one in {piece.packed for piece, _ in of_file})
    return [[[one for one in of_file if files[one[0].packed] == 1] for of_file in batch] for batch in packed]


def _ratio(figures: dict[str, list[float]], ours: tuple[str, ...], floor: tuple[str, ...]) -> float:
    """Return the median ratio of the rounds."""
    rounds = list(zip(*(figures[name] for name in (*ours, *floor)), strict=True))
    return statistics.median(sum(taken[: len(ours)]) / sum(taken[len(ours) :]) for taken in rounds)


def _by_compressor(pieces: list[Piece]) -> dict[str, Any]:
    """Return microseconds and bytes a piece by library, for those that are here; each takes its turn five times."""
    if not pieces:
        return {}
    raw = [piece.raw for piece in pieces]
    libraries = {name: (_imported(module), level) for name, (module, level) in _COMPRESSORS.items()}
    ways = {name: _way(library, level) for name, (library, level) in libraries.items() if library is not None}
    taken: dict[str, list[float]] = {name: [] for name in ways}
    for _ in range(_TURNS):
        for name, way in ways.items():
            taken[name].append(measuring.cpu_ms(way, raw))
    return {
        "compressors": {
            name: {
                "microseconds_a_part": 1_000 * statistics.median(taken[name]),
                "bytes_a_part": sum(len(way(one)) for one in raw) / len(raw),
            }
            for name, way in ways.items()
        },
        "variable_part_bytes": sum(map(len, raw)) / len(raw),
    }


def _way(library: Any, level: int) -> Callable[[bytes], bytes]:
    def deflate(raw: bytes) -> bytes:
        packer = library.compressobj(level, library.DEFLATED, -15)
        packed: bytes = packer.compress(raw) + packer.flush()
        library.crc32(raw)
        return packed

    return deflate


def _imported(module: str) -> ModuleType | None:
    try:
        return importlib.import_module(module)
    except ImportError:
        return None


def main() -> None:
    """Run the benchmark and print its tables."""
    parser = measuring.parser(__doc__)
    parser.add_argument("--documents", type=int, default=40, help="a round and format")
    parser.add_argument("--rounds", type=int, default=9)
    asked = measuring.parse(parser, documents=5, rounds=2)
    found = documents_by_format(asked.documents * asked.rounds + min(_WARM, asked.documents * asked.rounds), _FORMATS)
    with tempfile.TemporaryDirectory(dir=measuring.memory()) as place:
        rows = [compare(name, documents, asked.rounds, Path(place)) for name, documents in found.items()]
    columns = ("format", *(f"{name}_cpu_ms" for name in _MEASURED), *_RATIOS)
    measuring.print_table(
        ("CPU-ms", "render", "floor", "level 6", "write", "variable", "over floor", "level 6", "written", "variable"),
        [[row[name] for name in columns] for row in rows],
    )
    print()
    measuring.print_table(
        ("µs to deflate a variable part", "of bytes", *_COMPRESSORS, *(f"{name}, bytes" for name in _COMPRESSORS)),
        [
            (row["format"], round(row["variable_part_bytes"]), *_compressor_cells(row))
            for row in rows
            if "compressors" in row
        ],
    )
    measuring.save(asked, __doc__, {"formats": rows})


def _compressor_cells(row: dict[str, Any]) -> list[object]:
    """Return microseconds and then bytes a part by library; None where it cannot be imported."""
    found = row["compressors"]
    taken = [found[name]["microseconds_a_part"] if name in found else None for name in _COMPRESSORS]
    return [*taken, *(round(found[name]["bytes_a_part"]) if name in found else None for name in _COMPRESSORS)]


if __name__ == "__main__":
    main()
