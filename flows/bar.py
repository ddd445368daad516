"""The progress bar of the command line."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import TypeAlias

from rich.console import Console
from rich.progress import (
    BarColumn,
    MofNCompleteColumn,
    Progress,
    ProgressColumn,
    SpinnerColumn,
    Task,
    TextColumn,
    TimeRemainingColumn,
)
from rich.text import Text

Bar: TypeAlias = Callable[[str, int, int], None]
"""Moves a bar: what is being done, documents done, documents in all."""


class _DocumentsPerSecond(ProgressColumn):
    def render(self, task: Task) -> Text:
        return Text(f"{task.speed:,.0f} documents/s" if task.speed else "", style="progress.data.speed")


@contextmanager
def documents_bar(description: str, console: Console | None = None) -> Iterator[Bar]:
    """Show a bar on standard error, or a console, and yield what moves it."""
    columns = (
        SpinnerColumn(),
        TextColumn("{task.description}"),
        BarColumn(),
        MofNCompleteColumn(),
        _DocumentsPerSecond(),
        TimeRemainingColumn(),
    )
    with Progress(*columns, console=console or Console(stderr=True), transient=True) as progress:
        task = progress.add_task(description, total=None)

        def move(doing: str, done: int, total: int) -> None:
            if progress.tasks[0].total is None:
                # Documents that are there at the start are on the bar but not in the speed.
                progress.reset(task, total=total, completed=done, description=doing)
            progress.update(task, completed=done, description=doing)

        yield move
