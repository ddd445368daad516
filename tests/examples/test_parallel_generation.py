import os
import subprocess
import sys
from pathlib import Path

import pytest

from synthphi.corpus.verify import verify

EXAMPLE = Path(__file__).parents[2] / "examples" / "parallel_generation.py"


@pytest.mark.timeout(180)
def test_the_example_runs(tmp_path: Path) -> None:
    environment = {name: value for name, value in os.environ.items() if name != "PREFECT_API_URL"}
    environment |= {"PREFECT_HOME": str(tmp_path / "prefect"), "PREFECT_LOGGING_HANDLERS_CONSOLE_LEVEL": "CRITICAL"}

    done = subprocess.run(
        [sys.executable, EXAMPLE, "--output", tmp_path, "--positive", "6", "--negative", "3", "--large", "8"],
        check=False,
        capture_output=True,
        text=True,
        env=environment,
        timeout=170,
    )

    assert done.returncode == 0, done.stderr
    assert "Total Documents Generated: 9\n" in done.stdout
    assert "is there again\n" in done.stdout
    assert "6 with PHI, 3 without\n" in done.stdout
    assert "8 documents, " in done.stdout
    assert verify(tmp_path / "basic").ok
