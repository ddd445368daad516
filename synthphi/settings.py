"""What the spec and the options of a run share: settings that refuse what they do not know, and say what is wrong."""

import reprlib
from collections.abc import Mapping
from typing import Any, Self

from pydantic import BaseModel, ConfigDict, ValidationError, ValidationInfo, field_validator

from synthphi.errors import SpecError

_YES_OR_NO = frozenset({"issuance_shaped_acknowledged", "fsync"})


class Settings(BaseModel):
    """Named values that are set once, each checked."""

    model_config = ConfigDict(frozen=True, extra="forbid", validate_default=True)

    @field_validator("*", mode="before")
    @classmethod
    def _numbers_are_numbers(cls, value: Any, info: ValidationInfo) -> Any:
        # True would count as 1.
        if isinstance(value, bool) and info.field_name not in _YES_OR_NO:
            raise ValueError(f"needs a value of its own, not {value}")
        return value

    @classmethod
    def parse(cls, values: Mapping[str, Any]) -> Self:
        """Return the settings that a mapping describes.

        Raises:
            SpecError: a field is unknown or has an unusable value; the message names the field and the fix.
        """
        if not isinstance(values, Mapping):
            raise SpecError(f"settings are fields with values, such as {{'phi_positive': 200}}, not {_short(values)}")
        try:
            return cls.model_validate(dict(values))
        except ValidationError as error:
            raise SpecError(explain(error, cls)) from None


def explain(error: ValidationError, model: type[BaseModel]) -> str:
    """Return a validation error as lines that each name a field, what is wrong and what to do."""
    return "\n".join(_explain_one(detail, model) for detail in error.errors())


def _explain_one(detail: Any, model: type[BaseModel]) -> str:
    where = ".".join(_printable(str(part)) for part in detail["loc"] if part != "[key]")
    kind = detail["type"]
    if kind == "extra_forbidden":
        return f"{where}: unknown field; use one of {', '.join(model.model_fields)}"
    if kind == "value_error":
        message = str(detail["ctx"]["error"])
        return f"{where}: {message}" if where else message
    return f"{where}: {detail['msg']} (got {_short(detail['input'])})"


_REPR = reprlib.Repr()
_REPR.maxstring = _REPR.maxother = _REPR.maxlong = 80


def _short(value: object) -> str:
    """Return a value in a few characters, whatever it is."""
    try:
        return _REPR.repr(value)
    except ValueError:  # a number of thousands of digits
        return f"a value of type {type(value).__name__}"


def _printable(name: str) -> str:
    """Return a name as it can be shown on a terminal."""
    name = name if len(name) <= 80 else f"{name[:77]}..."
    return name if name.isprintable() else ascii(name)[1:-1]
