"""The progress bar of the command line."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING

from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, ProgressColumn, SpinnerColumn, Task, TextColumn
from rich.progress import Progress as RichProgress
from rich.progress import TimeRemainingColumn
from rich.text import Text

if TYPE_CHECKING:
    from flows.progress import Listener, Progress


class _DocumentsPerSecond(ProgressColumn):
    def render(self, task: Task) -> Text:
        return Text(f"{task.speed:,.0f} documents/s" if task.speed else "", style="progress.data.speed")


@contextmanager
def progress_bar() -> Iterator["Listener"]:
    """Show a bar on standard error and yield the listener that moves it."""
    columns = (
        SpinnerColumn(),
        TextColumn("{task.description}"),
        BarColumn(),
        MofNCompleteColumn(),
        _DocumentsPerSecond(),
        TimeRemainingColumn(),
    )
    with RichProgress(*columns, console=Console(stderr=True), transient=True) as bar:
        task = bar.add_task("starting Prefect", total=None)

        def listen(progress: "Progress") -> None:
            if bar.tasks[0].total is None:
                # The documents of earlier runs are on the bar but not in the speed.
                bar.reset(task, total=progress.total, completed=progress.done, description="rendering")
            bar.update(task, completed=progress.done)

        yield listen
