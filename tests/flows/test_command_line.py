import json
import re
import subprocess
import sys
from pathlib import Path

import pytest
from typer.testing import CliRunner

from flows.cli import app
from synthphi import CorpusSpec, write_corpus
from synthphi.corpus.lock import writing
from synthphi.corpus.stats import CorpusStats
from synthphi.run_options import RunOptions

pytestmark = pytest.mark.timeout(60)


def run(*arguments: str | Path) -> tuple[int, str, str]:
    result = CliRunner().invoke(app, [str(argument) for argument in arguments])
    return result.exit_code, result.stdout, result.stderr


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["--phi-positive", "-1"], r"phi_positive: .*greater than or equal to 0.*-1"),
        (["--phi-positive", "0", "--phi-negative", "0"], r"phi_positive and phi_negative are both 0: ask for"),
        (["--type", "ProgressNote=0", "--phi-negative", "0"], r"types and formats leave no positive.*weight above 0"),
        (["--type", "ProgressNote=much"], r"--type ProgressNote=much: 'much' is no number; write.*ProgressNote=2"),
        (["--type", "Novel"], r"types\.Novel: .*ProgressNote"),
        (["--format", "odt"], r"formats\.odt: .*'docx', 'pdf', .* or 'csv'"),
        (["--workers", "many"], r"--workers many: give a whole number of at least 1, or auto"),
        (["--workers", "0"], r"workers.*: .*greater than or equal to 1"),
        (["--pack", "tar", "--batch-size", "5"], r"batch_size: with pack: tar .* leave batch_size out"),
        (["--preset", "purview", "--pack", "tar"], r"folders and pack: .* leave one of the two out"),
        (["--batch-size", "0"], r"batch_size.*: .*greater than or equal to 1"),
        (["--as-of", "yesterday"], r"as_of: .*date"),
        (["--names", "silly"], r"names: .*'descriptive' or 'neutral'"),
        (["--seed", str(2**63)], r"seed: must be below 2\*\*63"),
        (["--preset", "sharepoint"], r"preset: there is none that is called 'sharepoint': use purview"),
        (
            ["--preset", "purview", "--phi-positive", "20"],
            r"phi_positive: .*test/positive gets \d+.*raise phi_",
        ),
        (["--preset", "purview", "--format", "eml"], r"formats: SharePoint does not crawl eml, .*: use msg"),
        (["--config", "nowhere.yaml"], r"config file nowhere\.yaml cannot be read"),
    ],
)
def test_bad_input_is_named_with_its_fix(tmp_path: Path, arguments: list[str], said: str) -> None:
    code, out, err = run("generate", "--output", tmp_path / "corpus", *arguments)

    assert code == 2
    assert re.search(said, err)
    assert out == ""
    assert "Traceback" not in err
    assert not (tmp_path / "corpus").exists()


def test_an_unknown_field_of_a_config_file_is_named(tmp_path: Path) -> None:
    config = tmp_path / "corpus.yaml"
    config.write_text("phi_positve: 3\n")

    code, _, err = run("generate", "--config", config)

    assert code == 2
    assert "phi_positve: unknown field; use one of phi_positive, " in err


def test_options_win_over_the_config_file(tmp_path: Path) -> None:
    config = tmp_path / "corpus.yaml"
    config.write_text("phi_positive: 3\nseed: 7\n")

    code, _, err = run("generate", "--config", config, "--phi-positive", "-5")

    assert code == 2
    assert "phi_positive" in err
    assert "-5" in err


def test_the_config_file_wins_over_the_preset_and_options_over_both(tmp_path: Path) -> None:
    config = tmp_path / "corpus.yaml"
    config.write_text("phi_positive: 21\nphi_negative: 22\npreset: purview\n")

    for more in ([], ["--preset", "purview"]):
        code, _, err = run(
            "generate", "--config", config, *more, "--phi-negative", "23", "--output", tmp_path / "corpus"
        )

        assert code == 2
        assert "phi_positive: of 21 documents" in err
        assert "phi_negative: of 23 documents" in err
        assert not (tmp_path / "corpus").exists()


def test_a_folder_with_something_else_in_it_is_left_alone(tmp_path: Path) -> None:
    (tmp_path / "thesis.docx").touch()

    code, _, err = run("generate", "--output", tmp_path)

    assert code == 2
    assert "is not empty and is not a corpus (it holds thesis.docx): choose a new or empty output folder" in err
    assert [path.name for path in tmp_path.iterdir()] == ["thesis.docx"]


def test_a_corpus_of_another_spec_is_left_alone(tmp_path: Path) -> None:
    from synthphi.corpus.opening import open_corpus  # noqa: PLC0415
    from synthphi.spec import CorpusSpec  # noqa: PLC0415

    open_corpus(CorpusSpec.parse({"seed": 1}), tmp_path / "corpus")

    code, _, err = run("generate", "--output", tmp_path / "corpus", "--seed", "2")

    assert code == 2
    assert re.search(r"holds corpus [0-9a-f]{12}, this spec is .*seed: 1 there, 2 here.*choose another", err)


def test_an_output_that_cannot_be_made_is_named(tmp_path: Path) -> None:
    (tmp_path / "file").touch()

    code, _, err = run("generate", "--output", tmp_path / "file" / "corpus")

    assert code == 2
    assert "choose another output folder" in err


def test_a_folder_that_another_run_writes_to_is_named(tmp_path: Path) -> None:
    spec = CorpusSpec.parse({})
    with writing(spec, tmp_path / "corpus"):
        code, _, err = run("generate", "--output", tmp_path / "corpus")

    assert code == 2
    assert re.search(r"is being written to by process \d+ .*on .* since .*: wait until that run has ended", err)


@pytest.mark.skipif(not Path("/proc/self").exists(), reason="there is no folder here that root may not write to")
def test_an_output_that_cannot_be_written_to_is_named() -> None:
    code, _, err = run("generate", "--output", "/proc/corpus")

    assert code == 2
    assert "/proc/corpus" in err
    assert "choose another output folder" in err


@pytest.mark.parametrize("command", ["verify", "stats", "report"])
def test_a_folder_that_is_no_corpus_is_named(tmp_path: Path, command: str) -> None:
    code, out, err = run(command, tmp_path)

    assert code == 2
    assert "is not a corpus" in err
    assert out == ""


def test_a_file_in_no_corpus_cannot_be_shown(tmp_path: Path) -> None:
    (tmp_path / "note.docx").touch()

    code, _, err = run("show", tmp_path / "note.docx")

    assert code == 2
    assert "in no corpus" in err


@pytest.mark.parametrize("command", ["generate", "extend", "verify", "stats", "report", "show"])
def test_every_command_teaches_by_example(command: str) -> None:
    code, out, _ = run(command, "--help")

    assert code == 0
    assert f"synthphi {command} " in out
    assert "Exit codes: 0" in out


def test_help_imports_nothing_slow() -> None:
    slow = ("prefect", "pyarrow", "docx", "faker")

    assert _imported_by("generate", "--help").isdisjoint(slow)
    assert _imported_by("--help").isdisjoint((*slow, "pydantic", "yaml", "synthphi.spec"))


def _imported_by(*args: str) -> set[str]:
    """Return the modules that are there when the command has ended."""
    code = (
        "import sys, atexit, flows.cli\n"
        "atexit.register(lambda: print(*sys.modules, file=sys.stderr))\n"
        "flows.cli.app(sys.argv[1:])"
    )
    command = [sys.executable, "-c", code, *args]
    return set(subprocess.run(command, check=True, capture_output=True, text=True, timeout=30).stderr.split())


def test_the_list_of_commands_says_what_they_say_of_themselves() -> None:
    listed = " ".join(run("--help")[1].split())

    for name in ("generate", "extend", "verify", "stats", "report", "show", "repair"):
        own = run(name, "--help")[1]
        summary = next(line.strip() for line in own.splitlines()[1:] if line.strip() and "Usage" not in line)
        assert f"{name} {summary[:40]}" in listed.replace("│", " ").replace("  ", " "), name


def test_a_command_that_is_not_there_is_told_with_one_that_is() -> None:
    code, _, err = run("generat")

    assert code == 2
    assert "generate" in err


def test_the_version_is_told() -> None:
    code, out, _ = run("--version")

    assert code == 0
    assert re.fullmatch(r"synthphi \d+\.\d+\.\d+\S*\n", out)


@pytest.fixture(scope="module")
def corpus(tmp_path_factory: pytest.TempPathFactory) -> Path:
    from synthphi import CorpusSpec, write_corpus  # noqa: PLC0415

    folder = tmp_path_factory.mktemp("shown") / "corpus"
    write_corpus(CorpusSpec.parse({"phi_positive": 6, "phi_negative": 3, "seed": 5}), folder)
    return folder


def test_a_corpus_verifies(corpus: Path) -> None:
    code, out, err = run("verify", corpus, "--workers", "1")

    assert code == 0
    assert "Documents read: 9\n" in out
    assert "Everything is as labelled." in out
    assert err == ""


def test_a_corpus_verifies_in_json(corpus: Path) -> None:
    code, out, err = run("verify", corpus, "--workers", "1", "--json")

    report = json.loads(out)
    assert (code, err) == (0, "")
    assert (report["ok"], report["documents"], report["problems"]) == (True, 9, [])


def test_a_verification_is_written_to_a_file(corpus: Path, tmp_path: Path) -> None:
    file = tmp_path / "verification.json"

    code, out, err = run("verify", corpus, "--workers", "1", "--report", file)

    report = json.loads(file.read_text())
    assert (code, err) == (0, "")
    assert "SHA-256: 9 compared, 0 wrong\n" in out
    assert (report["hashes"], report["unlabelled"], report["phi_in_negatives"], report["out_of_range"]) == (9, 0, 0, 0)
    assert report["corpus"] == str(corpus.resolve())


def test_a_report_that_cannot_be_written_is_named(corpus: Path, tmp_path: Path) -> None:
    code, _, err = run("verify", corpus, "--workers", "1", "--report", tmp_path / "nowhere" / "verification.json")

    assert code == 2
    assert "nowhere" in err


def test_a_second_reader_that_is_not_installed_is_named(
    corpus: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PATH", str(tmp_path))

    code, out, err = run("verify", corpus, "--workers", "1", "--thorough")

    assert (code, out) == (2, "")
    assert "install the Debian or Ubuntu package" in err


def test_the_counts_of_a_corpus_are_told(corpus: Path) -> None:
    code, out, _ = run("stats", corpus)

    assert code == 0
    assert "Total Documents Generated: 9\n  - PHI Positive: 6\n  - PHI Negative: 3\n" in out


def test_the_counts_of_a_corpus_are_told_in_json(corpus: Path) -> None:
    code, out, _ = run("stats", corpus, "--json")

    counts = json.loads(out)
    assert code == 0
    assert (counts["documents"], counts["phi_positive"], counts["errors"]) == (9, 6, 0)
    batches = counts["batches"]
    assert batches["factor"] == pytest.approx(batches["actual"] / batches["predicted"], abs=1e-3)


def test_the_texts_of_a_corpus_are_looked_at(corpus: Path) -> None:
    code, out, _ = run("stats", corpus, "--content")
    assert code == 0
    assert "PHI spans a positive document: " in out

    code, out, _ = run("stats", corpus, "--content", "--json")
    assert code == 0
    assert json.loads(out)["documents"] == len(list(corpus.rglob("PHI_*")))


def test_a_document_is_shown_with_its_labels(corpus: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("COLUMNS", "10000")
    document = min((corpus / "positive" / "000").iterdir())

    code, out, _ = run("show", document)

    assert code == 0
    assert re.search(r"^PHI  .*\d", out, re.MULTILINE)
    assert "not PHI" in out
    assert re.search(r"^surfaces  .*metadata \d.*body \d", out, re.MULTILINE)


def test_a_document_is_written_as_a_page(corpus: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    document = min((corpus / "positive" / "000").iterdir())
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("PATH", "")  # LibreOffice is slow

    code, out, _ = run("show", document, "--html")
    assert code == 0
    written = Path(out.strip())
    assert written.parent == tmp_path
    assert re.fullmatch(r"positive-\d{6}\.html", written.name)
    assert run("show", document, "--html", "mine.html")[:2] == (0, "mine.html\n")
    assert (tmp_path / "mine.html").read_bytes() == written.read_bytes()

    assert run("show", document, "mine.html")[0] == 2  # nothing is written without --html
    code, _, err = run("show", document, "--html", tmp_path)
    assert code == 2
    assert "is a folder" in err


def test_the_report_is_written(corpus: Path) -> None:
    code, out, _ = run("report", corpus)

    assert (code, out) == (0, f"Report: {corpus / 'report.html'}\n")
    assert (corpus / "report.html").read_text().startswith("<!DOCTYPE html>")


def test_damage_is_told(corpus: Path) -> None:
    document = min((corpus / "negative" / "000").iterdir())
    whole = document.read_bytes()
    try:
        document.write_bytes(whole + b" ")
        code, _, err = run("verify", corpus, "--workers", "1")
    finally:
        document.write_bytes(whole)

    assert code == 1
    assert document.name in err


def test_extend_refuses_to_take_documents_out(tmp_path: Path) -> None:
    write_corpus(CorpusSpec.parse({"phi_positive": 4, "phi_negative": 2}), tmp_path / "corpus")

    code, _, err = run("extend", tmp_path / "corpus", "--phi-positive", "3")

    assert code == 2
    assert "phi_positive: the corpus has 4" in err


FEW = CorpusSpec.parse(
    {"phi_positive": 4, "phi_negative": 2, "seed": 8, "types": {"ProgressNote": 1, "Policy": 1}, "formats": {"pdf": 1}}
)


def test_damage_is_told_and_repaired(tmp_path: Path) -> None:
    write_corpus(FEW, tmp_path / "corpus")
    document = next((tmp_path / "corpus/positive").rglob("*.pdf"))
    data = document.read_bytes()
    document.unlink()
    (tmp_path / "corpus/notes.txt").write_text("mine")

    code, out, err = run("repair", tmp_path / "corpus", "--check")
    assert code == 1
    assert "Missing or damaged: document 1" in out
    assert f"{document.relative_to(tmp_path / 'corpus').as_posix()}: is missing" in err
    assert not document.exists()

    code, out, err = run("repair", tmp_path / "corpus", "--workers", "1")
    assert code == 0
    assert "All hashes are as recorded." in out
    assert "notes.txt" in err
    assert document.read_bytes() == data

    code, out, _ = run("repair", tmp_path / "corpus", "--json")
    assert code == 0
    assert json.loads(out)["foreign"] == ["notes.txt"]


def test_what_cannot_be_repaired_is_an_error(tmp_path: Path) -> None:
    write_corpus(FEW, tmp_path / "corpus")
    (tmp_path / "corpus/corpus.json").unlink()
    (tmp_path / "corpus/.synthphi/finished.json").unlink()
    config = tmp_path / "corpus.yaml"
    config.write_text(f"phi_positive: {FEW.phi_positive}\n")

    code, _, err = run("repair", tmp_path / "corpus")
    assert code == 2
    assert "synthphi repair DIR --config FILE" in err
    code, _, err = run("repair", tmp_path / "corpus", "--config", config)
    assert code == 2
    assert "give the one that the corpus was made with" in err
    config.write_text(json.dumps(FEW.model_dump(mode="json")))
    code, _, _ = run("repair", tmp_path / "corpus", "--config", config)
    assert code == 0


def test_a_corpus_that_is_being_made_is_read_and_said_to_be_incomplete(tmp_path: Path) -> None:
    from synthphi.corpus.batch import render_batch  # noqa: PLC0415
    from synthphi.corpus.batches import Batch  # noqa: PLC0415

    with writing(FEW, tmp_path / "corpus") as folder:
        render_batch(FEW, Batch("positive", 0, 2), folder.root)
        shown = next((tmp_path / "corpus/positive").rglob("*.pdf"))
        for command, expected in (("stats", 0), ("verify", 1), ("report", 0), ("show", 0)):
            code, out, err = run(command, shown if command == "show" else tmp_path / "corpus")
            assert code == expected
            assert re.search(r"2 of 6 documents can be read; process \d+ .*is writing to it", err)
            assert out
        code, out, _ = run("stats", tmp_path / "corpus", "--json")
    found = json.loads(out)
    assert (found["complete"], found["documents"], found["missing"]) == (False, 2, 4)
    assert "process" in found["writer"]
    code, out, _ = run("verify", tmp_path / "corpus", "--json")
    assert code == 1
    assert (json.loads(out)["complete"], json.loads(out)["missing"], json.loads(out)["writer"]) == (False, 4, None)


def test_a_corpus_is_overwritten_only_when_it_is_one_and_asked_for(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    write_corpus(FEW, tmp_path / "corpus")
    (tmp_path / "corpus/positive/000/mine.txt").write_text("mine")
    launched: list[CorpusSpec] = []

    def launch(spec: CorpusSpec, run: RunOptions, *, verbose: bool) -> CorpusStats:
        launched.append(spec)
        return write_corpus(spec, run.output, fsync=run.fsync)

    monkeypatch.setattr("flows.making._launch", launch)
    other = ["generate", "--phi-positive", "3", "--phi-negative", "0", "--type", "ProgressNote", "--format", "pdf"]

    code, _, err = run(*other, "--output", tmp_path / "corpus")
    assert code == 2
    assert "--overwrite" in err
    code, out, err = run(*other, "--output", tmp_path / "corpus", "--overwrite", "--fsync", "--json")
    assert code == 0
    assert "6 documents of another corpus deleted" in err
    assert json.loads(out)["documents"] == 3
    assert (tmp_path / "corpus/positive/000/mine.txt").read_text() == "mine"
    assert len(list((tmp_path / "corpus").rglob("*.pdf"))) == 3
    (tmp_path / "thesis").mkdir()
    (tmp_path / "thesis/thesis.docx").touch()
    code, _, err = run(*other, "--output", tmp_path / "thesis", "--overwrite")
    assert code == 2
    assert "is not a corpus" in err
    assert (tmp_path / "thesis/thesis.docx").exists()
