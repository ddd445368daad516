"""The benchmarks run, and README and docs say what their results say."""

import functools
import importlib
import json
import operator
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
BENCHMARKS = ROOT / "benchmarks"


def run(name: str, *options: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, str(BENCHMARKS / f"{name}.py"), *options],
        cwd=ROOT,
        check=False,
        capture_output=True,
        text=True,
        timeout=280,
    )


@pytest.mark.parametrize(
    ("name", "figure", "options"),
    [
        ("formats", ("formats", 0, "ratio"), ("--documents", "1", "--corpus", "9")),
        ("labelling", ("mix_ratio",), ("--documents", "2")),
        ("floor", ("formats", 0, "render_over_deflate_all"), ("--documents", "2")),
        ("stages", ("making", "encounter"), ("--documents", "60", "--warm", "30")),
        ("usual", ("ratio",), ("--documents", "20", "--warm", "20")),
        ("durability", ("written_with_fsync",), ("--documents", "20")),
    ],
    ids=lambda value: value if isinstance(value, str) else "",
)
def test_a_benchmark_leaves_its_figures_with_machine_and_method(name, figure, options, tmp_path):
    result = tmp_path / "result.json"

    done = run(name, *options, "--rounds", "2", "--json", str(result))

    assert done.returncode == 0, done.stderr
    found = json.loads(result.read_text())
    assert functools.reduce(operator.getitem, figure, found) > 0
    assert found["machine"]["python"] == sys.version.split()[0]
    assert found["machine"]["zlib"]
    assert found["method"]
    assert found["options"]["rounds"] == 2


def test_a_corpus_made_with_and_without_prefect_tells_its_phases(tmp_path):
    options = ("--documents", "30", "--small", "6", "--small-rounds", "1", "--json", str(tmp_path / "result.json"))

    done = run("prefect_share", *options, "--folder", str(tmp_path))

    assert done.returncode == 0, done.stderr
    found = json.loads((tmp_path / "result.json").read_text())
    assert found["flow_seconds"] > 0
    assert found["bare_seconds"] > 0
    assert found["command_seconds"] > found["nothing_seconds"] > found["server_start_seconds"]


def test_the_memory_of_a_run_is_watched_while_it_makes_a_corpus(tmp_path, monkeypatch):
    monkeypatch.syspath_prepend(BENCHMARKS)
    monkeypatch.chdir(ROOT)
    memory, measuring = (importlib.import_module(name) for name in ("memory", "measuring"))
    corpus = tmp_path / "corpus"
    command = [
        *(sys.executable, "-m", "flows", "generate", "--json", "--output", str(corpus), "--workers", "2"),
        *("--phi-positive", "400", "--phi-negative", "100", "--batch-size", "50"),
    ]

    found = memory.watched(command, measuring.environment(tmp_path / "prefect"), corpus, 500)

    assert set(found) == {"parent", "worker", "server"}
    assert all(one["peak_rss"] >= one["peak_pss"] > 10 for one in found.values())
    assert found["parent"]["peak_rss"] == max(size for size in found["parent"]["rss_at"].values() if size)


def test_readme_docs_and_chart_say_what_the_results_say():
    done = run("readme", "--check")

    assert done.returncode == 0, done.stderr


def test_a_page_that_says_something_else_is_found(tmp_path):
    for name in ("benchmarks", "docs"):
        (tmp_path / name).mkdir()
    for path in (*BENCHMARKS.glob("*.py"), *BENCHMARKS.glob("results/*.json"), ROOT / "docs/performance.md"):
        copy = tmp_path / path.relative_to(ROOT)
        copy.parent.mkdir(exist_ok=True)
        copy.write_bytes(path.read_bytes())
    (tmp_path / "docs/images").mkdir()
    (tmp_path / "docs/images/speed.svg").write_bytes((ROOT / "docs/images/speed.svg").read_bytes())
    (tmp_path / "README.md").write_text((ROOT / "README.md").read_text().replace("| DOCX | ", "| DOCX | 1", 1))

    done = subprocess.run(
        [sys.executable, "benchmarks/readme.py", "--check"], cwd=tmp_path, check=False, capture_output=True, text=True
    )

    assert done.returncode == 1
    assert "README.md" in done.stderr
    assert "performance.md" not in done.stderr
