"""From a preset, a config file and command-line options to a `CorpusSpec` and `RunOptions`; each wins over the last."""

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from synthphi.corpus.batches import check_batch_size
from synthphi.errors import SpecError
from synthphi.presets import with_preset
from synthphi.run_options import RunOptions
from synthphi.spec import CorpusSpec
from synthphi.yaml_file import read_yaml


def merge(config: Path | None, options: Mapping[str, Any], preset: str | None = None) -> tuple[CorpusSpec, RunOptions]:
    """Return the spec and the run options that a config file and options (those that are not None) describe.

    A config file holds fields of both: ``phi_positive``, ``types``, …, ``output``, ``workers``, ``batch_size``; and
    may name a ``preset``. Options win over the file, and both over the preset.

    Raises:
        SpecError: the file cannot be read, a field is unknown or unusable, there is no such preset, or a batch size is
            given for a packed corpus.
    """
    fields = read_yaml(config) if config is not None else {}
    named = fields.pop("preset", None)
    preset = preset or named
    known = [*CorpusSpec.model_fields, *RunOptions.model_fields]
    for name in fields:
        if name not in known:
            raise SpecError(f"{config}: {name}: unknown field; use one of {', '.join(known)}")
    fields.update({name: value for name, value in options.items() if value is not None})
    run = {name: value for name, value in fields.items() if name in RunOptions.model_fields}
    spec = {name: value for name, value in fields.items() if name in CorpusSpec.model_fields}
    meant, how = CorpusSpec.parse(with_preset(preset, spec)), RunOptions.parse(run)
    check_batch_size(meant, how.batch_size)
    return meant, how


def weights(option: str, given: Sequence[str]) -> dict[str, float] | None:
    """Return the weights that options such as ``--type ProgressNote=2`` give, or None when there are none.

    A name alone has the weight 1.

    Raises:
        SpecError: a weight is not a number.
    """
    table = {}
    for item in given:
        name, _, weight = item.partition("=")
        try:
            table[name.strip()] = float(weight or 1)
        except ValueError:
            raise SpecError(f"{option} {item}: {weight!r} is no number; write for example {name}=2") from None
    return table or None


def number_or_auto(option: str, given: str | None) -> int | str | None:
    """Return the number that an option such as ``--workers`` gives, or "auto".

    Raises:
        SpecError: the value is neither.
    """
    if given is None or given == "auto":
        return given
    try:
        return int(given)
    except ValueError:
        raise SpecError(f"{option} {given}: give a whole number of at least 1, or auto") from None
