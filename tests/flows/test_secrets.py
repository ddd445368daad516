"""What is in the environment stays there, and what lies in a corpus is never run."""

import base64
import json
import os
import pickle
import subprocess
import sys
from pathlib import Path

import pytest

pytestmark = pytest.mark.timeout(240)
SECRETS = {
    "PREFECT_API_KEY": "pnu_keyOfNobody7731",
    "PREFECT_API_AUTH_STRING": "admin:authOfNobody7731",
    "SYNTHPHI_TEST_TOKEN": "tokenOfNobody7731",
}
CONFIG = """\
phi_positive: 3
phi_negative: 2
types: {ProgressNote: 1, Policy: 1}
formats: {docx: 1, txt: 1}
"""


def generated(folder: Path) -> subprocess.CompletedProcess[bytes]:
    environment = {name: value for name, value in os.environ.items() if not name.startswith("PREFECT_")}
    environment |= {**SECRETS, "PREFECT_HOME": str(folder / "home"), "DO_NOT_TRACK": "1"}
    (folder / "corpus.yaml").write_text(CONFIG)
    command = [sys.executable, "-m", "flows", "generate", "--config", "corpus.yaml", "--output", "corpus", "--verbose"]
    path = os.pathsep.join([str(Path(__file__).parents[2]), environment.get("PYTHONPATH", "")])
    return subprocess.run(
        command, cwd=folder, env={**environment, "PYTHONPATH": path}, capture_output=True, check=False, timeout=200
    )


class _Planted:
    """Makes a file when it is unpickled."""

    def __init__(self, file: Path) -> None:
        self.file = file

    def __reduce__(self) -> tuple[object, ...]:
        return (open, (str(self.file), "w"))


def test_secrets_are_not_written_and_planted_pickles_are_not_loaded(tmp_path: Path) -> None:
    run = generated(tmp_path)
    assert run.returncode == 0, run.stderr.decode()
    written = [path for path in tmp_path.rglob("*") if path.is_file()]
    # The database of the server has logs and artifacts.
    assert {"prefect.db", "corpus.json", "README.md"} <= {path.name for path in written}
    for name, secret in SECRETS.items():
        for data in (run.stdout, run.stderr, *(path.read_bytes() for path in written)):
            assert secret.encode() not in data, name

    # The same run again, with pickles in the place of everything that it might read.
    corpus, trap = tmp_path / "corpus", tmp_path / "trap"
    payload = pickle.dumps(_Planted(trap))
    results = [path for path in (corpus / ".synthphi/results").rglob("*") if path.is_file()]
    assert results
    for path in results:
        record = json.loads(path.read_bytes())
        assert record["metadata"]["serializer"]["type"] == "json"
        record["metadata"]["serializer"] = {"type": "pickle", "picklelib": "cloudpickle"}
        record["result"] = base64.encodebytes(payload).decode()
        path.write_text(json.dumps(record))
    for path in [*(corpus / ".synthphi/receipts").iterdir(), corpus / ".generation_state.json", corpus / "stats.json"]:
        path.write_bytes(payload)
    again = generated(tmp_path)
    assert again.returncode == 0, again.stderr.decode()
    assert not trap.exists()
    assert json.loads((corpus / "stats.json").read_text())["documents"] == 5
