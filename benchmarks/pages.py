"""What README.md and docs/performance.md say of speed, from the results: no figure stands there but from here."""

from collections.abc import Callable
from textwrap import fill
from typing import Any

from chart import digits
from measuring import load

_NOTES = {"EmailMessage": "`EmailMessage`, plain text only", "PyRTF3": "PyRTF3, without its look"}
_BY_HAND = frozenset({"html", "txt", "csv"})
"""Formats that are joined by hand as fast."""
_OVER = {
    "render_over_deflate_all": "render over all parts",
    "render_over_deflate_all_level_6": "at level 6",
    "with_writing": "both with writing",
    "render_over_deflate_variable": "over variable parts",
}


def speed() -> str:
    """Return the README's table and what is said below it."""
    formats, usual, stages = load("formats"), load("usual"), load("stages")
    labelling, share = load("labelling"), load("prefect_share")
    by_format: dict[str, list[dict[str, Any]]] = {}
    for row in formats["formats"]:
        by_format.setdefault(row["format"], []).append(row)
    lines = [
        (
            name.upper(),
            digits(rows[0]["synthphi_cpu_ms"]),
            ", ".join(f"{digits(row['peer_cpu_ms'])} ({_NOTES.get(row['peer'], row['peer'])})" for row in rows),
            ", ".join(_times(row["ratio"]) for row in rows),
        )
        for name, rows in by_format.items()
        if name not in _BY_HAND
    ]
    by_hand = [name for name in by_format if name in _BY_HAND]
    taken = _listed([digits(by_format[name][0]["synthphi_cpu_ms"]) for name in by_hand])
    whole = formats["end_to_end"]
    return _joined(
        _quick(formats, usual, stages, labelling, share),
        _table(("format", "synthphi", "the usual way", ""), lines),
        f"{_listed([name.upper() for name in by_hand])} take {taken} ms; to join strings by hand is as fast or faster.",
        f"Whole corpora of the default mix, from people to label tables: {whole['documents_a_second']:.0f} documents a "
        f"second in one process, {digits(whole['cpu_ms_a_document'])} CPU-ms a document. With the usual libraries in "
        f"place of the renderers, everything else equal, it is {_times(usual['ratio'])} "
        f"({digits(usual['usual_cpu_ms'])} against {digits(usual['synthphi_cpu_ms'])} CPU-ms a document, from plan to "
        "receipt), with no places in the labels, and not the same bytes twice. Labels, places and boxes add "
        f"{_percent(labelling['mix_ratio'])} to rendering. `synthphi verify` takes "
        f"{digits(stages['verifying_total'])} CPU-ms a document.",
        f"A run of {share['documents']:,} documents with {share['workers']} workers takes "
        f"{digits(share['flow_seconds'])} seconds with Prefect, start and end of its server aside, and "
        f"{digits(share['bare_seconds'])} with a pool of processes in its place. The command takes "
        f"{digits(share['command_seconds'])} seconds for {share['small_documents']} documents; a flow that does "
        f"nothing takes {digits(share['nothing_seconds'])}.",
        f"Measured on {_machine(formats)}; medians of paired rounds over the same documents.",
    )


def stages() -> str:
    """Return the tables of stages."""
    found = load("stages")
    tables = []
    for title, whole in (("making", "plan to receipt"), ("finishing", "together"), ("verifying", "together")):
        rows = [(name, f"{taken:.3f}") for name, taken in sorted(found[title].items(), key=lambda part: -part[1])]
        total = (f"**{whole}**", f"**{found[f'{title}_total']:.2f}**")
        tables.append(_table((title, "CPU-ms a document"), [*rows, total]))
    each = [
        (name.upper(), digits(taken), digits(found["verifying_by_format"][name]))
        for name, taken in found["render_by_format"].items()
    ]
    tables.append(_table(("a document of one format", "render", "verify"), each))
    if found["write_into_memory"] is not None:
        tables.append(f"To write a document into memory (tmpfs) takes {found['write_into_memory']:.3f} CPU-ms.")
    return _joined(_quick(found), *tables)


def floor() -> str:
    """Return the table of rendering against its floor."""
    found = load("floor")
    rows = [
        (
            row["format"].upper(),
            ", ".join(map(str, row["levels"])),
            *(digits(row[f"{name}_cpu_ms"]) for name in ("render", "deflate_all", "deflate_variable", "write")),
            *(_times(row[name]) for name in _OVER),
        )
        for row in found["formats"]
        if row["levels"]
    ]
    heads = ("", "level", "render", "floor: all parts", "variable parts", "write")
    return _joined(_quick(found), _table((*heads, *_OVER.values()), rows))


def compressors() -> str:
    """Return the table of compressors."""
    found = load("floor")
    names = dict.fromkeys(name for row in found["formats"] for name in row.get("compressors", ()))
    rows = [
        (
            row["format"].upper(),
            f"{row['variable_part_bytes']:.0f}",
            *(f"{one['microseconds_a_part']:.0f} µs, {one['bytes_a_part']:.0f}" for one in row["compressors"].values()),
        )
        for row in found["formats"]
        if "compressors" in row
    ]
    return _joined(
        _quick(found), _table(("a variable part of", "bytes", *(f"{name}: time, bytes" for name in names)), rows)
    )


def prefect() -> str:
    """Return the table of what Prefect adds."""
    found = load("prefect_share")
    rows = [
        (
            f"{found['documents']:,} documents, {found['workers']} workers",
            f"{digits(found['flow_seconds'])} s",
            f"{digits(found['bare_seconds'])} s (pool of processes)",
            digits(found["share"]),
        ),
        (
            f"{found['small_documents']} documents, the command",
            f"{digits(found['command_seconds'])} s",
            f"{digits(found['nothing_seconds'])} s (a flow that does nothing)",
            digits(found["small_ratio"]),
        ),
    ]
    return _joined(
        _quick(found),
        _table(("", "the flow", "against", "ratio"), rows),
        f"The local server takes {digits(found['server_start_seconds'])} s to start and "
        f"{digits(found['server_stop_seconds'])} s to end; the first row leaves that out, the second "
        "has it on both sides.",
    )


def scale() -> str:
    """Return what is said of workers, memory and starts."""
    found = load("scale")
    pair, large, starts = found["workers"], found["large"], found["starts"]
    speeds = [
        (what, *(digits(pair[key][count]) for count in ("1", "2")), digits(pair[ratio]))
        for what, key, ratio in (
            ("while documents are made", "documents_a_second_while_making", "ratio_while_making"),
            (f"the whole flow of {pair['documents']:,}", "documents_a_second", "ratio"),
        )
    ]
    kinds = large["memory"]
    marks = list(kinds["parent"]["rss_at"])
    memory = [
        (name, *(_megabytes(one[key]) for key in ("peak_rss", "peak_pss")), *map(_megabytes, one["rss_at"].values()))
        for name, one in kinds.items()
    ]
    growth = ", ".join(f"{name} {100 * (one['growth'] - 1):+.0f} %" for name, one in kinds.items() if one["growth"])
    return _joined(
        _quick(found),
        _table(("documents a second", "one worker", "two workers", "ratio"), speeds),
        f"Two processes that only count get {digits(pair['ratio_of_burners'])} times as much done as one.",
        _table(
            (f"{large['documents']:,} documents, MB", "peak RSS", "peak PSS", *(f"RSS, {m}" for m in marks)), memory
        ),
        f"Growth of the largest RSS after {kinds['parent']['growth_from_documents']:,} documents, while documents are "
        f"made: {growth}. The run took {digits(large['wall_seconds'])} s and {digits(large['gigabytes'])} GB. The same "
        f"command again, with everything there, takes {digits(large['again_seconds'])} s beside start and end of its "
        f"server ({digits(large['again_server_seconds'])} s).",
        f"`synthphi --help` takes {digits(starts['help_seconds'])} s, `import synthphi` "
        f"{digits(starts['import_seconds'])} s, Python alone {digits(starts['python_seconds'])} s.",
    )


def million() -> str:
    """Return what two corpora took, and by a straight line through both what a million documents would."""
    found = load("scale")
    less, more = found["quarter"], found["large"]
    slope = (MILLION - more["documents"]) / (more["documents"] - less["documents"])

    def row(what: str, value: Callable[[dict[str, Any]], float]) -> tuple[str, ...]:
        first, second = value(less), value(more)
        return (what, *(digits(figure) for figure in (first, second, second + slope * (second - first))))

    kinds = more["memory"]
    heads = ("", *(f"{one['documents']:,}, measured" for one in (less, more)), f"{MILLION:,}, by the line")
    rows = [
        row("seconds", lambda one: one["wall_seconds"]),
        row("GB on the disk", lambda one: one["gigabytes"]),
        row("seconds of the same command again, its server aside", lambda one: one["again_seconds"]),
        *(row(f"peak RSS of the {kind}, MB", lambda one, kind=kind: one["memory"][kind]["peak_rss"]) for kind in kinds),
    ]
    return _joined(_quick(found), _table(heads, rows))


MILLION = 1_000_000
BLOCKS: dict[str, dict[str, Callable[[], str]]] = {
    "README.md": {"speed": speed},
    "docs/performance.md": {
        "stages": stages,
        "floor": floor,
        "compressors": compressors,
        "prefect": prefect,
        "scale": scale,
        "million": million,
    },
}
"""By page, what stands between its markers."""


def _joined(*parts: str) -> str:
    """Return tables and paragraphs with an empty line between; paragraphs are broken into lines."""
    return "\n\n".join(
        part if part.startswith("|") else fill(part, 120, break_on_hyphens=False, break_long_words=False)
        for part in parts
        if part
    )


def _table(heads: tuple[str, ...], rows: list[tuple[str, ...]]) -> str:
    lines = [heads, ("---",) * len(heads), *rows]
    return "\n".join(f"| {' | '.join(line)} |" for line in lines)


def _quick(*results: dict[str, Any]) -> str:
    quick = any(result["options"]["quick"] for result in results)
    return "**These figures are of quick runs: they show that the benchmarks work, and no more.**" if quick else ""


def _machine(result: dict[str, Any]) -> str:
    found = result["machine"]
    return (
        f"{found['processor']} ({found['architecture']}), {found['cores']} cores, Python {found['python']}, "
        f"zlib {found['zlib']}, {result['date']}"
    )


def _times(ratio: float) -> str:
    """Return a ratio with its sign, as after a table's figures."""
    return f"{ratio:.0f}\N{MULTIPLICATION SIGN}" if ratio >= 9.5 else f"{ratio:.1f}\N{MULTIPLICATION SIGN}"


def _percent(ratio: float) -> str:
    return f"{100 * (ratio - 1):.0f} %"


def _megabytes(value: float | None) -> str:
    return "–" if value is None else f"{value:.0f}"


def _listed(words: list[str]) -> str:
    return f"{', '.join(words[:-1])} and {words[-1]}"
