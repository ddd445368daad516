"""The JSON Schema of a label row, as `docs/labels.schema.json` publishes it."""

from typing import Any, get_args

from synthphi.doctypes import MAILS, PHI_CLASSES, DocType, Format
from synthphi.document import Surface
from synthphi.labels import ROLES, Label, Owner
from synthphi.spec import Quality, Split

_CELL = r"/tbl\[\d+\]/r\[\d+\]/c\[\d+\]"
_PROPERTIES = r"core/(title|author|subject|keywords|comments|last_modified_by)|app/company|custom/[A-Za-z][A-Za-z0-9 ]*"
_IN_PARAGRAPH = r"/alt|/link\[\d+\]|/box\[\d+\]/p\[\d+\]|/(ins|del)\[\d+\](/author)?"
_ALONE: dict[Format, str] = {
    Format.DOCX: (
        rf"^((body|header|footer)({_CELL})?/p\[\d+\]({_IN_PARAGRAPH})?"
        rf"|footnote\[\d+\]/p\[\d+\]|comment\[\d+\]/(p\[\d+\]|author)|{_PROPERTIES}|filename)$"
    ),
    Format.PPTX: (
        r"^(slide\[\d+\]/(shape\[\d+\]((/r\[\d+\]/c\[\d+\])?/p\[\d+\](/link\[\d+\])?|/alt"
        r"|/chart/(title|series\[\d+\]|category\[\d+\]))|notes/p\[\d+\]|comment\[\d+\](/author)?)"
        rf"|{_PROPERTIES}|filename)$"
    ),
    Format.XLSX: (
        r"^(sheet\[\d+\]/([A-Z]+[1-9]\d*(/link|/comment(/author)?)?|header|footer|drawing\[\d+\]/(alt|p\[\d+\])"
        rf"|chart\[\d+\]/(title|series\[\d+\]|category\[\d+\]))|{_PROPERTIES}|filename)$"
    ),
    Format.PDF: (
        r"^(page\[\d+\](/(image|field|link)\[\d+\]|/annot\[\d+\](/author)?)?|outline\[\d+\]"
        r"|(info|xmp)/[A-Za-z][A-Za-z0-9]*|filename)$"
    ),
    Format.MSG: (
        r"^(msg/((normalized_)?subject|topic|display_(to|cc)|body|html/block\[\d+\](/link\[\d+\])?"
        r"|(sender|represented|(to|cc)\[\d+\])(/entry)?)|header/[A-Z][A-Za-z0-9-]*|filename)$"
    ),
    Format.RTF: (
        r"^((body|header|footer|(footnote|comment|box)\[\d+\])/p\[\d+\](/alt|/link\[\d+\]|/(ins|del)\[\d+\])?"
        r"|comment\[\d+\]/author|author\[\d+\]|info/(title|subject|author|operator|company|keywords|doccomm)"
        r"|custom/[A-Za-z][A-Za-z0-9 ]*|filename)$"
    ),
    Format.EML: (r"^(header/[A-Z][A-Za-z0-9-]*|text/plain|text/html/block\[\d+\](/link\[\d+\])?|filename)$"),
    Format.HTML: (
        r"^(html/(title|meta/[A-Za-z][A-Za-z0-9 ]*|block\[\d+\](/link\[\d+\]|/(ins|del)\[\d+\]/author)?"
        r"|img\[\d+\]/alt|field\[\d+\]|comment\[\d+\])|filename)$"
    ),
    Format.TXT: r"^(text|filename)$",
    Format.CSV: r"^(row\[\d+\]/cell\[\d+\]|filename)$",
}
"""What places look like in a file of a format that nothing is attached to."""


def _with_attachments(mail: Format) -> str:
    """Return what places look like in a mail: its own, and behind the way to an attachment those of its format."""
    names = r"attachment\[\d+\]"
    inside = {kind: pattern.removeprefix("^(").removesuffix("|filename)$") for kind, pattern in _ALONE.items()}
    inside[Format.EML] += f"|{names}"
    inside[Format.MSG] += f"|{names}(/display)?"
    own = inside[mail]
    files = "|".join([rf"[^>/]+\.{kind} > ({paths})" for kind, paths in inside.items()])
    holders = r"mail > ([^>/]+\.(eml|msg|zip) > )*"
    return rf"^({own}|{holders}({files}|[^>/]+\.zip > member\[\d+\])|filename)$"


PATHS: dict[Format, str] = {kind: _with_attachments(kind) if kind in MAILS else _ALONE[kind] for kind in _ALONE}
"""What places look like in a format (`synthphi.render.base.Place`)."""


def label_schema() -> dict[str, Any]:
    """Return the schema (JSON Schema, draft 2020-12) of a row as `read_labels` gives it."""
    count = {"type": "integer", "minimum": 0}
    text = {"type": "string", "minLength": 1}
    digest = {"type": "string", "pattern": "^[0-9a-f]{64}$"}
    document = {"type": "string", "pattern": r"^(positive|negative)-\d{6,}$"}
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "title": "A label row of synthphi",
        **_object(
            document_id=document,
            number=count,
            path=text,
            phi_class={"enum": list(PHI_CLASSES)},
            doc_type={"enum": [kind.value for kind in DocType]},
            format={"enum": [kind.value for kind in Format]},
            sha256=digest,
            bytes=count,
            text=text,
            spans={"type": "array", "items": {"$ref": "#/$defs/span"}},
            patient_id=_nullable(text),
            twin=_nullable(document),
            layout=text,
            quality={"enum": list(get_args(Quality))},
            split={"enum": list(get_args(Split))},
            generation=text,
        ),
        "allOf": [_paths_of(kind, pattern) for kind, pattern in PATHS.items()],
        "$defs": {"span": _span(count, text), "place": _place(count, text)},
    }


def _span(count: dict[str, Any], text: dict[str, Any]) -> dict[str, Any]:
    roles = sorted({role for of_label in ROLES.values() for role in of_label})
    return _object(
        label={"enum": [label.value for label in Label]},
        role={"enum": [*roles, None]},
        text=text,
        start=count,
        end=count,
        surface={"enum": list(get_args(Surface))},
        location={"type": "array", "minItems": 1, "items": {"$ref": "#/$defs/place"}},
        owner={"enum": [owner.value for owner in Owner]},
        person_id=_nullable(text),
        phi={"type": "boolean"},
        hipaa=_nullable({"type": "string", "pattern": "^[A-R]$"}),
        over_89={"type": "boolean"},
    )


def _place(count: dict[str, Any], text: dict[str, Any]) -> dict[str, Any]:
    box = _object(**{side: {"type": "number"} for side in ("x0", "y0", "x1", "y1")})
    place = _object(path=text, start=_nullable(count), boxes={"type": "array", "items": box})
    on_a_page = {"properties": {"path": {"pattern": r"^(mail > .+\.pdf > )?page\[\d+\]$"}}}
    boxed = {"properties": {"start": {"type": "null"}, "boxes": {"minItems": 1}}}
    return {**place, "if": on_a_page, "then": boxed, "else": {"properties": {"start": count}}}


def _paths_of(kind: Format, pattern: str) -> dict[str, Any]:
    path = {"properties": {"path": {"pattern": pattern}}}
    spans = {"items": {"properties": {"location": {"items": path}}}}
    return {"if": {"properties": {"format": {"const": kind.value}}}, "then": {"properties": {"spans": spans}}}


def _object(**properties: Any) -> dict[str, Any]:
    return {
        "type": "object",
        "properties": properties,
        "required": list(properties),
        "additionalProperties": False,
    }


def _nullable(schema: dict[str, Any]) -> dict[str, Any]:
    return {"anyOf": [schema, {"type": "null"}]}
