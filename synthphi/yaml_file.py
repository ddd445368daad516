"""A YAML file of settings, read as what it is: small, flat, each field once.

Anchors and aliases are refused: they let a short file stand for gigabytes. So are fields that stand there twice, of
which a reader would silently take the last.
"""

import stat
from pathlib import Path
from typing import Any

import yaml

from synthphi.errors import SpecError

_MOST_BYTES = 1_000_000
_DEEPEST = 20


class _Loader(yaml.SafeLoader):
    """Loads plain values only, each key once, to a bounded depth."""

    def __init__(self, stream: str) -> None:
        super().__init__(stream)
        self._depth = 0

    def compose_node(self, parent: yaml.Node | None, index: Any) -> yaml.Node | None:
        event = self.peek_event()  # type: ignore[no-untyped-call]
        if getattr(event, "anchor", None) is not None:
            raise yaml.MarkedYAMLError(
                problem="anchors and aliases (& and *) are not used in config files: write the value out",
                problem_mark=event.start_mark,
            )
        if self._depth == _DEEPEST:
            raise yaml.MarkedYAMLError(
                problem=f"more than {_DEEPEST} values stand in each other", problem_mark=event.start_mark
            )
        self._depth += 1
        try:
            return super().compose_node(parent, index)
        finally:
            self._depth -= 1

    def construct_mapping(self, node: yaml.MappingNode, deep: bool = False) -> dict[Any, Any]:
        seen: set[str] = set()
        for key, _ in node.value:
            if isinstance(key, yaml.ScalarNode):
                if key.value in seen:
                    raise yaml.MarkedYAMLError(
                        problem=f"the field {key.value} stands there twice", problem_mark=key.start_mark
                    )
                seen.add(key.value)
        return super().construct_mapping(node, deep)

    def construct_object(self, node: yaml.Node, deep: bool = False) -> Any:
        try:
            return super().construct_object(node, deep)
        except (ValueError, OverflowError):
            # A date that no calendar has, a number of thousands of digits: as text, which the field refuses by name.
            return str(node.value)


def read_yaml(path: Path) -> dict[str, Any]:
    """Return the mapping in a YAML file.

    Raises:
        SpecError: the file cannot be read, is not YAML, or does not hold a mapping.
    """
    try:
        # Anything else might never end, such as a pipe or a device.
        if not stat.S_ISREG(path.stat().st_mode):
            raise SpecError(f"config file {path} is not a file: give a YAML file")
        if path.stat().st_size > _MOST_BYTES:
            raise SpecError(f"config file {path} has more than {_MOST_BYTES:,} bytes: give a YAML file of settings")
        values = yaml.load(path.read_text(encoding="utf-8"), _Loader)  # noqa: S506  (a safe loader)
    except (OSError, ValueError) as error:
        raise SpecError(f"config file {path} cannot be read: {error}") from None
    except yaml.YAMLError as error:
        raise SpecError(f"config file {path} is not valid YAML: {error}") from None
    if values is None:
        return {}
    if not isinstance(values, dict) or not all(isinstance(key, str) for key in values):
        raise SpecError(f"config file {path} must hold fields such as `phi_positive: 200`, not {type(values).__name__}")
    return values
