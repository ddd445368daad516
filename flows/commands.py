"""What the commands of ``synthphi`` have in common: exit codes, quiet, and ways to print."""

import json
import logging
import os
import shlex
import signal
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from types import FrameType
from typing import TYPE_CHECKING, Annotated, Any, NoReturn

import typer

from synthphi.errors import SynthPhiError

if TYPE_CHECKING:
    from synthphi.corpus.stats import CorpusStats
    from synthphi.spec import CorpusSpec

FINISHED_WITH_ERRORS = 1
BAD_INPUT = 2
INTERRUPTED = 3

EXIT_CODES = (
    "Exit codes: 0 all is well, 1 finished with errors, 2 bad input, "
    "3 interrupted (a signal, a full disk, a lost server): run again to go on."
)

_INTERRUPTED = "interrupted: what is done is kept; run the same command again to go on:\n  {command}"

CorpusArgument = Annotated[Path, typer.Argument(metavar="DIR", help="The corpus folder.")]
JsonOption = Annotated[
    bool, typer.Option("--json", help="Print one JSON object on standard output, and nothing else there.")
]


@contextmanager
def exit_codes() -> Iterator[None]:
    """Turn errors and interruptions into a message on standard error and an exit code.

    SIGTERM is treated as Ctrl-C, so that a run that a scheduler stops ends as cleanly as one that a person stops.
    """
    heard: list[int] = []

    def interrupt(number: int, _frame: FrameType | None) -> NoReturn:
        heard.append(number)
        raise KeyboardInterrupt

    # Who has us ignore Ctrl-C, such as nohup, means it.
    numbers = [signal.SIGTERM, *([signal.SIGINT] if signal.getsignal(signal.SIGINT) != signal.SIG_IGN else [])]
    before = {number: signal.signal(number, interrupt) for number in numbers}
    try:
        yield
    except KeyboardInterrupt:
        _leave_interrupted()
    except Exception as error:
        # An interruption in the middle of an import or of C code may come out as an error of theirs.
        if heard and not isinstance(error, typer.Exit):
            _leave_interrupted()
        if not isinstance(error, SynthPhiError):
            raise
        _leave(str(error), INTERRUPTED if error.resumable else BAD_INPUT)
    finally:
        for number, handler in before.items():
            signal.signal(number, handler)


_CONTROLS = {
    **{code: 0x2400 + code for code in range(0x20) if code not in (0x09, 0x0A)},
    0x7F: 0x2421,
    **dict.fromkeys((*range(0x80, 0xA0), *range(0x202A, 0x202F), *range(0x2066, 0x206A)), 0xFFFD),
}
"""Control characters with a sign in their place, one for one; line ends and tabs stay."""


def visible(characters: str) -> str:
    """Return characters of a file as a terminal may have them: none tells it to do something."""
    return characters.translate(_CONTROLS)


def _leave_interrupted() -> NoReturn:
    # A process of `python -m` that was interrupted within `exec`, as in the making of a dataclass, remembers that, and
    # kills itself by SIGINT in the end, whatever became of the interruption. The next `exec` makes it forget.
    exec("")  # noqa: S102
    _leave(_INTERRUPTED.format(command=shlex.join(["synthphi", *sys.argv[1:]])), INTERRUPTED)


def _leave(message: str, code: int) -> NoReturn:
    for line in message.split("\n"):
        typer.secho(visible(line), err=True, fg=typer.colors.RED)
    raise typer.Exit(code) from None


def quiet_prefect(*, verbose: bool) -> None:
    """Keep Prefect's log off standard error, unless asked for, and its telemetry off. Call before importing Prefect.

    Environment variables, because child processes have to know too; what the user has set himself stays.
    """
    os.environ.setdefault("PREFECT_LOGGING_LEVEL", "INFO")
    # The level of the console, not of the logger: the log in the Prefect UI stays whole.
    os.environ.setdefault("PREFECT_LOGGING_HANDLERS_CONSOLE_LEVEL", "INFO" if verbose else "CRITICAL")
    # About half a minute: a server that was gone for a moment is found again, and one that is gone soon given up.
    os.environ.setdefault("PREFECT_CLIENT_MAX_RETRIES", "4")
    # What Prefect cannot send to its server it says on standard error, piece by piece.
    os.environ.setdefault("PREFECT_LOGGING_INTERNAL_LEVEL", "ERROR" if verbose else "CRITICAL")
    logging.raiseExceptions = verbose
    os.environ["PREFECT_SERVER_ANALYTICS_ENABLED"] = "false"
    os.environ["DO_NOT_TRACK"] = "1"


def warn_of_issuance_shaped(spec: "CorpusSpec") -> None:
    """Say on standard error what it means where the numbers of a corpus may equal those of real people."""
    if spec.identifiers == "issuance_shaped":
        typer.secho(
            "Warning: identifiers: issuance_shaped makes SSNs, MBIs and NPIs that may by chance equal real people's. "
            "The corpus says so in all that is written; do not publish it.",
            err=True,
            fg=typer.colors.YELLOW,
        )


def on_a_terminal() -> bool:
    """Return whether somebody is there to look at a progress bar."""
    return sys.stderr.isatty()


def say_if_unfinished(corpus: Path) -> None:
    """Say on standard error when no run has finished a corpus, and who is writing to it.

    Raises:
        CorpusError: there is no corpus, or its labels cannot be read.
    """
    from synthphi.corpus.reading import read_corpus  # noqa: PLC0415  (slow import)

    if note := read_corpus(corpus, check=False).note:
        typer.secho(note, err=True, fg=typer.colors.YELLOW)


def print_json(value: dict[str, Any]) -> None:
    """Print one JSON object on standard output."""
    typer.echo(json.dumps(value, indent=2, ensure_ascii=False))


def counts_of(stats: "CorpusStats") -> dict[str, Any]:
    """Return the counts of a corpus, with the speed and what became of predictions, as JSON."""
    counts = stats.model_dump(mode="json")
    for name in ("factor", "spread", "farthest"):
        counts["batches"][name] = round(getattr(stats.batches, name), 3)
    return {**counts, "documents_per_second": round(stats.documents_per_second, 2)}
