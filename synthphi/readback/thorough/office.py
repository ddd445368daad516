"""Files that LibreOffice converts, in a folder and with a profile of their own."""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory

from synthphi.readback.base import ReadbackError
from synthphi.readback.thorough.base import output_of, program

_START = 120
"""Seconds that LibreOffice may take to start."""


@contextmanager
def converted(
    files: Sequence[Path], target: str, package: str, seconds: int
) -> Iterator[tuple[list[Path], ReadbackError]]:
    """Convert files by one call of LibreOffice, and give what it wrote until the context ends.

    Args:
        files: The files, all of one format.
        target: The format to write, with its options, as ``--convert-to`` takes it.
        package: The Debian package to name where LibreOffice is not installed.
        seconds: How many a file may take.

    Yields:
        A path for each file, beside which what is written of it stands, its ending aside; and what to say of a file of
        which nothing is written.

    Raises:
        ToolMissing: LibreOffice is not installed.
    """
    soffice = program("soffice", package)
    with TemporaryDirectory(prefix="synthphi-office-") as name:
        folder = Path(name)
        # By number: two files of different folders may have one name.
        links = [folder / f"file{i}{file.suffix}" for i, file in enumerate(files)]
        for link, file in zip(links, files, strict=True):
            link.symlink_to(file.absolute())
        profile = f"-env:UserInstallation={(folder / 'profile').as_uri()}"
        failure = ReadbackError("LibreOffice cannot read it")
        try:
            output_of(
                [soffice, "--headless", profile, "--convert-to", target, "--outdir", name, *map(str, links)],
                seconds=_START + seconds * len(files),
            )
        except ReadbackError as error:
            failure = error
        yield links, failure
