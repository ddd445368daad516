"""The people of one of Outlook's messages: a mailbox as properties, and the places of the values in them."""

from collections.abc import Iterator
from typing import NamedTuple

from synthphi.document import Text, plain
from synthphi.render.base import Place, Places
from synthphi.render.msg_properties import (
    ADDRESS_TYPE,
    LONG,
    Variable,
    binary,
    fixed,
    one_off,
    property_stream,
    unicode_text,
)

TO, COPY = 1, 2
"""Types of recipients."""
_MAIL_USER = 6
_BETWEEN = len(f"\n{ADDRESS_TYPE}\n")


class Person(NamedTuple):
    """A mailbox in its two parts. Without a display name of its own it is called by its address."""

    name: str
    address: str
    written: Text
    """The whole: ``name <address>``."""

    @property
    def entry(self) -> bytes:
        """Return the entry identifier of somebody who is in no address book."""
        return one_off(self.name, self.address)

    def places(self, *paths: str, display: Place | None = None) -> list[Places]:
        """Return the places of each value in turn.

        Args:
            paths: Where name and address stand, once or several times; each has an entry identifier below it, with
                name, type and address on a line each.
            display: Where the name stands in a list of names; None: in none.
        """
        found: list[Places] = []
        for start, in_name, in_address in self._values():
            of_value: list[Place] = []
            for path in paths:
                of_value.append(Place(path, start))
                if in_name is not None:
                    of_value.append(Place(f"{path}/entry", in_name))
                if in_address is not None:
                    of_value.append(Place(f"{path}/entry", len(self.name) + _BETWEEN + in_address))
            if display is not None and in_name is not None and display.start is not None:
                of_value.append(Place(display.path, display.start + in_name))
            found.append(tuple(of_value))
        return found

    def _values(self) -> Iterator[tuple[int, int | None, int | None]]:
        """Yield where each value starts in the text that a reader makes of both, in the name, and in the address."""
        behind = len(self.name) + len(" <")
        position = 0
        for fragment in self.written:
            start, position = position, position + len(fragment.text)
            if fragment.tag is None:
                continue
            if position <= len(self.name):
                # Of two that are the same a reader makes one.
                yield start, start, start if self.name == self.address else None
            elif start >= behind:
                in_address = start - behind
                same = self.name == self.address
                yield in_address if same else start, in_address if same else None, in_address
            else:
                yield start, None, None


def person(written: Text) -> Person:
    """Return a mailbox such as ``Dana Reyes <dana@example.org>`` or ``dana@example.org``."""
    characters = plain(written)
    # A name may have brackets, too.
    name, bracket, rest = characters.rpartition(" <")
    if not bracket:
        return Person(characters, characters, written)
    return Person(name, rest.removesuffix(">"), written)


def recipient_streams(number: int, kind: int, who: Person) -> tuple[tuple[int, ...], list[bytes]]:
    """Return a recipient: the tags of the properties that have streams, and all streams, that of all properties first.

    Args:
        number: Counts recipients from 0.
        kind: `TO` or `COPY`.
        who: The recipient.
    """
    values = b"".join(
        [
            fixed(0x0C15 << 16 | LONG, kind),  # PidTagRecipientType
            fixed(0x0FFE << 16 | LONG, _MAIL_USER),  # PidTagObjectType
            fixed(0x3000 << 16 | LONG, number),  # PidTagRowid
            fixed(0x3900 << 16 | LONG, 0),  # PidTagDisplayType
        ]
    )
    variable: list[Variable] = [
        binary(0x0FFF, who.entry),  # PidTagEntryId
        unicode_text(0x3001, who.name),  # PidTagDisplayName
        unicode_text(0x3002, ADDRESS_TYPE),  # PidTagAddressType
        unicode_text(0x3003, who.address),  # PidTagEmailAddress
    ]
    streams = [property_stream(bytes(8), values, variable), *[data for _, data in variable]]
    return tuple([tag for tag, _ in variable]), streams
