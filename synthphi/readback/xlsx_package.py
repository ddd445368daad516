"""The parts of a workbook's package and how they lead to one another, within bounds."""

import posixpath
import zipfile
from dataclasses import dataclass
from typing import Any

from lxml import etree

from synthphi.readback.base import ReadbackError
from synthphi.readback.bounds import check_parts


@dataclass(frozen=True, slots=True)
class Relation:
    """Where a part leads to."""

    kind: str
    """The last word of its type."""
    target: str
    """The name of another part, or an address."""
    external: bool


class Package:
    """An open package.

    Args:
        archive: The zip file.

    Raises:
        ReadbackError: it is too large.
    """

    def __init__(self, archive: zipfile.ZipFile) -> None:
        check_parts(archive, "workbook")
        self._archive = archive
        self._names = frozenset(archive.namelist())
        self._parser = etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False)

    def root(self, name: str) -> Any:
        """Return the root element of a part.

        Raises:
            KeyError: there is no such part.
        """
        return etree.fromstring(self._archive.read(name), self._parser)

    def relationships(self, name: str) -> dict[str, Relation]:
        """Return where a part leads to, by key; of the package for an empty name."""
        folder, _, base = name.rpartition("/")
        relations = posixpath.join(folder, "_rels", f"{base}.rels")
        if relations not in self._names:
            return {}
        found = {}
        for one in self.root(relations):
            external = one.get("TargetMode") == "External"
            target = one.get("Target", "")
            if not external:
                target = posixpath.normpath(posixpath.join("/", folder, target)).lstrip("/")
            found[one.get("Id", "")] = Relation(one.get("Type", "").rpartition("/")[2], target, external)
        return found

    def target_of_kind(self, name: str, kind: str, *, required: bool = True) -> str:
        """Return the name of the first part of a kind that a part leads to; nothing where there is none.

        Raises:
            ReadbackError: there is none, and it is required.
        """
        for one in self.relationships(name).values():
            if one.kind == kind and not one.external and one.target in self._names:
                return one.target
        if required:
            raise ReadbackError(f"the workbook has no part of kind {kind}")
        return ""
