"""`record`: a dataclass that nobody may change, without what that costs.

A frozen dataclass takes two to three times as long to make as another one, because each of its values is set through
`object.__setattr__`; and a document has hundreds. Of a record the type checker alone sees to it that it stays as it is.
"""

from dataclasses import dataclass, field
from typing import TypeVar, dataclass_transform

T = TypeVar("T")


@dataclass_transform(frozen_default=True, field_specifiers=(field,))
def record(cls: type[T]) -> type[T]:
    """Return a class as a dataclass with slots that is compared and hashed by its values, and never changed."""
    return dataclass(slots=True, unsafe_hash=True)(cls)
