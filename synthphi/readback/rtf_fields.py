"""The instructions of fields of RTF files: where hyperlinks lead, and what others say."""

import re

from synthphi.readback.rtf_paragraphs import Paragraphs

_LINK = re.compile(r"\s*HYPERLINK\b(.*)", re.DOTALL | re.IGNORECASE)
_ARGUMENT = re.compile(r'(\\[a-z]\s*)?(?:"((?:[^"\\]|\\.)*)"|([^\s"\\]+))|\\.', re.DOTALL | re.IGNORECASE)


def add_instruction(said: str, paragraphs: Paragraphs) -> None:
    """Add what a field says: the target of a hyperlink, or the whole of what is no page number."""
    link = _LINK.match(said)
    if link is None:
        if len(said.split()) > 1:
            paragraphs.aside("field", said.strip())
        return
    target = anchor = ""
    for found in _ARGUMENT.finditer(link[1]):
        switch, quoted, bare = found.groups()
        value = re.sub(r"\\(.)", r"\1", quoted, flags=re.DOTALL) if quoted is not None else bare or ""
        if switch is None:
            target = target or value
        elif switch[1] in "lL":
            anchor = value
    paragraphs.aside("link", f"{target}#{anchor}" if anchor else target)
