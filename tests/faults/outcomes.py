"""What became of faults, and the table of them."""

import signal
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field

from corpus_runs import LOOSE, PACKED, Ended
from faults import FAULTS


@dataclass
class Outcome:
    """What became of one fault."""

    seed: int
    fault: str
    kind: str
    """Of corpus."""
    when: str
    run: Ended
    """How the run ended to which it happened."""
    codes: tuple[int, ...]
    """How it might."""
    second: Ended | None = None
    verdict: str = ""
    """What a restart made of it: "same bytes", "clear error", or what is wrong."""
    restarts: list[Ended] = field(default_factory=list)

    @property
    def all_runs(self) -> list[Ended]:
        """Return every run that had to do with it."""
        return [self.run, *([self.second] if self.second else []), *self.restarts]

    @property
    def problems(self) -> list[str]:
        """Return what is not as it should be."""
        found = [] if self.verdict in ("same bytes", "clear error") else [self.verdict or "no restart"]
        for ended in self.all_runs:
            found += ["hang"] * ended.hung + [f"orphan: {command}" for command in ended.orphans]
            # While a second run ends, the first one holds the lock.
            found += ["lock stuck"] * (ended.lock_stuck and ended is not self.second)
        if not self.run.hung and self.run.code not in self.codes:
            found.append(f"exit code {self.run.code}: {self.run.said[-2000:]}")
        if self.run.code > 1 and not self.run.message:
            found.append(f"no clear message: {self.run.said[-2000:]}")
        if self.second is not None and (
            self.second.code != 2 or "is being written to by process" not in self.second.said
        ):
            found.append(f"the second run: {self.second.code}: {self.second.said[-2000:]}")
        return found


def table(outcomes: Sequence[Outcome], took: float) -> str:
    """Return what has become of all faults, as Markdown."""
    lines = [
        "# Fault runs",
        "",
        "Runs of `synthphi generate` with a fault each, and the same command again after it. Written by `make faults`.",
        f"A corpus is either one of {LOOSE.name} ({LOOSE.batches} batches) or one of {PACKED.name} ({PACKED.batches}).",
        "A run that ended early is gone on with by the next one, to which another fault may happen; when a run comes",
        "to its end, its corpus is compared with that of a run that nobody disturbed, file by file, by SHA-256.",
        "",
        f"{len(outcomes)} fault runs in {took / 60:.0f} minutes, {sum(len(o.restarts) > 0 for o in outcomes)} of them "
        "followed by a restart that was needed.",
        "",
        "| fault | runs | exit 0 | exit 2 | exit 3 | killed | then the same bytes | then a clear error | hangs "
        "| orphans | stuck locks | other problems |",
        "|---|---|---|---|---|---|---|---|---|---|---|---|",
    ]
    for name in [fault.name for fault in FAULTS]:
        of_it = [outcome for outcome in outcomes if outcome.fault == name]
        if of_it:
            lines.append(_row(name, of_it))
    lines.append(_row("**all**", outcomes))
    lines += [
        "",
        "## One by one",
        "",
        "| seed | fault | corpus | when, or what | exit code | then |",
        "|---|---|---|---|---|---|",
    ]
    lines += [
        f"| {o.seed} | {o.fault} | {o.kind} | {o.when} | {o.run.code} | {_cell('; '.join(o.problems) or o.verdict)} |"
        for o in sorted(outcomes, key=lambda outcome: outcome.seed)
    ]
    return "\n".join(lines) + "\n"


def _row(name: str, outcomes: Sequence[Outcome]) -> str:
    codes = Counter(outcome.run.code for outcome in outcomes)
    runs = [ended for outcome in outcomes for ended in outcome.all_runs]
    verdicts = Counter(outcome.verdict for outcome in outcomes)
    hangs, orphans = sum(ended.hung for ended in runs), sum(len(ended.orphans) for ended in runs)
    stuck = sum("lock stuck" in outcome.problems for outcome in outcomes)
    others = sum(bool(outcome.problems) for outcome in outcomes)
    counts = [len(outcomes), codes[0], codes[2], codes[3], codes[-signal.SIGKILL]]
    cells = [name, *counts, verdicts["same bytes"], verdicts["clear error"], hangs, orphans, stuck, others]
    return f"| {' | '.join(map(str, cells))} |"


def _cell(text: str) -> str:
    return text.replace("|", "\\|").replace("\n", " ")[:300]
