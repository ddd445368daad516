"""compose.yaml and Dockerfile; no container is run."""

import re
import subprocess
from fnmatch import fnmatch
from pathlib import Path
from typing import Any

import yaml
from programs import need

ROOT = Path(__file__).parents[1]
PASSWORD = {"POSTGRES_PASSWORD": "chosen"}


def composed(**environment: str) -> subprocess.CompletedProcess[str]:
    need("docker-compose")
    return subprocess.run(
        ["docker-compose", "--file", str(ROOT / "compose.yaml"), "config"],
        env={"PATH": "/usr/local/bin:/usr/bin:/bin", **environment},
        check=False,
        capture_output=True,
        text=True,
        timeout=60,
    )


def services() -> dict[str, Any]:
    done = composed(**PASSWORD)
    assert done.returncode == 0, done.stderr
    found: dict[str, Any] = yaml.safe_load(done.stdout)["services"]
    return found


def test_compose_accepts_it_and_the_services_find_each_other() -> None:
    found = services()

    assert set(found) == {"database", "server", "deploy", "worker"}
    url = found["server"]["environment"]["PREFECT_SERVER_DATABASE_CONNECTION_URL"]
    database = found["database"]["environment"]
    assert url == (f"postgresql+asyncpg://{database['POSTGRES_USER']}:chosen@database:5432/{database['POSTGRES_DB']}")
    for name in ("deploy", "worker"):
        assert found[name]["environment"]["PREFECT_API_URL"] == "http://server:4200/api"
        assert found[name]["image"] == found["server"]["image"]
    pool = re.search(r"worker start --pool (\S+)", str(found["worker"]["command"]))
    assert pool is not None
    assert f"work-pool inspect {pool[1]};" in str(found["deploy"]["command"])


def test_the_server_is_not_open_to_other_machines_and_the_password_must_be_chosen() -> None:
    assert [str(port).split(":")[0] for port in services()["server"]["ports"]] == ["127.0.0.1"]
    done = composed()
    assert done.returncode != 0
    assert "choose one" in done.stdout + done.stderr


def test_what_the_image_copies_is_there_and_not_ignored() -> None:
    copied = re.findall(r"^COPY (.*) \S+$", (ROOT / "Dockerfile").read_text(), re.MULTILINE)
    allowed = [line[1:] for line in (ROOT / ".dockerignore").read_text().splitlines() if line.startswith("!")]

    for source in " ".join(copied).split():
        assert (ROOT / source).exists(), source
        assert any(fnmatch(source, pattern) for pattern in allowed), source
