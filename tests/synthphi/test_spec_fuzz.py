"""Whatever stands in a field: a spec, or an error that names the field; never a traceback, and nothing is written."""

import os
from contextlib import suppress
from pathlib import Path

import pytest
import yaml
from hostile import LONG
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from typer.testing import CliRunner

import flows.cli
import flows.making
from flows.options import merge
from synthphi.errors import SpecError
from synthphi.run_options import RunOptions
from synthphi.spec import CorpusSpec
from synthphi.yaml_file import read_yaml

FIELDS = (*CorpusSpec.model_fields, *RunOptions.model_fields)
EXAMPLES = 20_000 if LONG else 300
MODEL_ERRORS = (
    "types and formats leave no",
    "phi_positive and phi_negative are both 0",
    "identifiers: issuance_shaped",
)
"""What is said of several fields together."""

_NUMBERS = st.one_of(
    st.integers(), st.floats(), st.sampled_from([0, -1, 2**31, 2**63, 2**64, 10**40, 10**4000, 1e308, 5e-324, -0.0])
)
_TEXTS = st.one_of(
    st.text(max_size=30),
    st.sampled_from(
        [
            *(
                "",
                " ",
                "auto",
                "nan",
                "inf",
                "1e400",
                "0x10",
                "1_000",
                "٣",
                "true",
                "null",
                "~",
                "2026-02-30",
                "0000-00-00",
            ),
            *(
                "9" * 5000,
                "a\0b",
                "\ud800",
                "\udcff",
                "../../etc",
                "/",
                ".",
                "x" * 10_000,
                "\x1b[2J",
                "\u202e",
                "{seed}",
            ),
            *("reserved", "issuance_shaped", "descriptive", "docx", "ProgressNote", "=1+1", "%s", "!!python/object:os"),
        ]
    ),
)
_PLAIN = st.one_of(st.none(), st.booleans(), _NUMBERS, _TEXTS, st.dates(), st.datetimes(), st.binary(max_size=8))
_KEYS = st.one_of(
    _TEXTS, st.sampled_from(["ProgressNote", "Policy", "docx", "pdf", "clean", "train", "comment", "both"])
)
_VALUES = st.recursive(
    _PLAIN,
    lambda inner: st.one_of(st.lists(inner, max_size=4), st.dictionaries(_KEYS, inner, max_size=4), st.tuples(inner)),
    max_leaves=8,
)
_SETTINGS = st.dictionaries(st.one_of(st.sampled_from(FIELDS), st.text(max_size=12)), _VALUES, min_size=1, max_size=5)


def assert_names_a_field(said: str, values) -> None:
    assert len(said) < 40_000
    assert said.isprintable() or "\n" in said
    for line in said.splitlines():
        names = [name for name in values if line.startswith((name, ascii(name)[1:-1], name[:77]))]
        assert names or line.startswith(MODEL_ERRORS) or ": unknown field" in line or "Keys should be" in line, line


@settings(max_examples=EXAMPLES, suppress_health_check=list(HealthCheck))
@given(_SETTINGS)
def test_any_values_give_a_spec_or_an_error_that_names_the_field(values):
    for model in (CorpusSpec, RunOptions):
        given_fields = {name: value for name, value in values.items() if name in model.model_fields}
        for of_model in (values, given_fields):
            try:
                made = model.parse(of_model)
            except SpecError as error:
                assert_names_a_field(str(error), of_model)
            else:
                assert model.parse(made.model_dump()) == made
                if model is CorpusSpec:
                    assert len(made.fingerprint) == 64


@settings(max_examples=EXAMPLES // 4, suppress_health_check=list(HealthCheck))
@given(values=_SETTINGS)
def test_any_values_in_a_file_give_a_spec_or_an_error(values, tmp_path_factory):
    path = tmp_path_factory.getbasetemp() / "fuzzed.yaml"
    try:
        path.write_text(yaml.safe_dump(values))
    except (yaml.YAMLError, ValueError):  # YAML has no such value
        return
    with suppress(SpecError):
        merge(path, {})


@settings(max_examples=EXAMPLES // 4, suppress_health_check=list(HealthCheck))
@given(st.text(st.characters() | st.sampled_from("&*!{}[]:-?|>%@`#,'\"\n "), max_size=60))
def test_any_characters_in_a_file_give_settings_or_an_error(characters):
    path = Path(os.environ.get("TMPDIR", "/tmp")) / f"fuzzed-{os.getpid()}.yaml"
    path.write_bytes(characters.encode("utf-8", "surrogatepass"))
    said = path.name
    try:
        assert isinstance(read_yaml(path), dict)
    except SpecError as error:
        said = str(error)
    path.unlink()
    assert path.name in said


@pytest.mark.parametrize(
    ("content", "said"),
    [
        ("seed: 1\nseed: 2\n", "the field seed stands there twice"),
        ("types: {Policy: 1, Policy: 2}\n", "the field Policy stands there twice"),
        ("a: &a [1, 1]\nb: &b [*a, *a]\ntypes: [*b, *b]\n", "anchors and aliases"),
        ("types: &a {ProgressNote: *a}\n", "anchors and aliases"),
        ("seed: " + "[" * 3000 + "]" * 3000, "stand in each other"),
        ("seed: !!python/object/apply:os.getcwd []\n", "could not determine a constructor"),
        ("seed: " + "9" * 5000, "seed: "),
        ("as_of: 2026-13-45\n", "as_of: "),
        ("as_of: 0001-01-01\n", "as_of: .*1990"),
        ("phi_positive: 1000000000000\n", "phi_positive: .*less than"),
        ("seed: true\n", "seed: "),
        ("twins: .nan\n", "twins: "),
        ('output: "a\\0b"\n', "output: .*character 0"),
        ('output: "\\ud800"\n', "output: .*Unicode"),
        (
            "types: {ProgressNote: 5.0e-324}\nformats: {docx: 1, pdf: 1, rtf: 1}\nphi_negative: 0\n",
            "types and formats leave no positive",
        ),
        ("#" * 1_000_001, "more than 1,000,000 bytes"),
    ],
)
def test_a_file_that_plays_a_trick_is_refused(content, said, tmp_path):
    path = tmp_path / "bad.yaml"
    path.write_text(content)
    with pytest.raises(SpecError, match=said):
        merge(path, {})


def test_a_folder_and_a_pipe_are_no_config_file(tmp_path):
    os.mkfifo(tmp_path / "pipe.yaml")
    for name in ("", "pipe.yaml", "absent.yaml", "x" * 5_000):
        with pytest.raises(SpecError, match="config file"):
            read_yaml(tmp_path / name)


OPTIONS = ("--phi-positive", "--phi-negative", "--seed", "--output", "--workers", "--batch-size", "--config", "--as-of")
OPTIONS += ("--names", "--documents-per-patient", "--patients", "--providers", "--facilities", "--type", "--format")
OPTIONS += ("--surface", "--surface-only", "--identifiers")
_ARGUMENTS = _TEXTS.filter(lambda value: "\0" not in value and not any("\ud800" <= char <= "\udfff" for char in value))


@settings(max_examples=2_000 if LONG else 60, suppress_health_check=list(HealthCheck))
@given(given_options=st.lists(st.tuples(st.sampled_from(OPTIONS), _ARGUMENTS), max_size=3))
def test_any_options_end_in_a_run_or_in_exit_code_2(given_options, tmp_path_factory):
    launched = []
    folder = tmp_path_factory.getbasetemp() / "started-in"
    folder.mkdir(exist_ok=True)
    with pytest.MonkeyPatch.context() as patch:
        patch.chdir(folder)
        patch.setattr(flows.making, "_launch", lambda spec, run, verbose: launched.append((spec, run)))
        patch.setattr(flows.making, "_tell", lambda *_, **__: None)
        result = CliRunner().invoke(flows.cli.app, ["generate", *(f"{name}={value}" for name, value in given_options)])
    assert result.exit_code == (0 if launched else 2), result.output
    assert launched or "Traceback" not in result.output
    assert list(folder.iterdir()) == []


@pytest.mark.parametrize("values", [{"seed": "x"}, {"types": {"Poem": 1}}, {"as_of": "soon"}, {"colour": 1}])
def test_a_run_with_unusable_parameters_names_the_field(values):
    from prefect.exceptions import ParameterTypeError  # noqa: PLC0415  (slow import)

    from flows.generate_corpus import generate_corpus  # noqa: PLC0415

    (field,) = values
    with pytest.raises(ParameterTypeError, match=field):
        generate_corpus.validate_parameters({"spec": values, "run": {}})


def test_issuance_shaped_numbers_have_to_be_acknowledged():
    with pytest.raises(SpecError, match=r"real person.*issuance_shaped_acknowledged.*--acknowledge-issuance-shaped"):
        CorpusSpec.parse({"identifiers": "issuance_shaped"})
    spec = CorpusSpec.parse({"identifiers": "issuance_shaped", "issuance_shaped_acknowledged": True})
    reserved = CorpusSpec.parse({})
    assert spec.fingerprint != reserved.fingerprint
    assert CorpusSpec.parse({"issuance_shaped_acknowledged": True}).fingerprint == reserved.fingerprint
