"""The deployments of ``prefect.yaml``, served by this process: ``python -m flows.serve``.

For those who want the UI and the schedules, and no work pool with workers. Ctrl-C ends it, and pauses the schedules.
"""

import os
from importlib import import_module
from pathlib import Path
from typing import TYPE_CHECKING, Any

import yaml

from flows.commands import exit_codes
from synthphi.errors import SynthPhiError

if TYPE_CHECKING:
    from prefect.deployments.runner import RunnerDeployment

_BESIDE = (Path(__file__).with_name("prefect.yaml"), Path(__file__).parents[1] / "prefect.yaml")
"""Where it is in an installed package, and in a clone."""


def described() -> list[dict[str, Any]]:
    """Return the deployments of ``prefect.yaml``, as it describes them.

    Raises:
        SynthPhiError: the file is not there.
    """
    for path in _BESIDE:
        if path.is_file():
            deployments: list[dict[str, Any]] = yaml.safe_load(path.read_text(encoding="utf-8"))["deployments"]
            return deployments
    raise SynthPhiError(f"prefect.yaml is neither at {' nor at '.join(map(str, _BESIDE))}: install synthphi anew")


def main() -> None:
    """Serve all deployments until a signal comes."""
    os.environ["DO_NOT_TRACK"] = "1"
    from prefect import serve  # noqa: PLC0415  (reads the environment)

    with exit_codes():
        serve(*(deployment(about) for about in described()))


def deployment(about: dict[str, Any]) -> "RunnerDeployment":
    """Return a deployment that `prefect.serve` can serve.

    Args:
        about: What ``prefect.yaml`` says of it. Work pool and job variables are the worker's, and are left out.
    """
    from prefect.client.schemas.objects import ConcurrencyLimitConfig  # noqa: PLC0415  (slow imports)
    from prefect.events.schemas.deployment_triggers import DeploymentEventTrigger  # noqa: PLC0415
    from prefect.schedules import Schedule  # noqa: PLC0415
    from prefect.types.entrypoint import EntrypointType  # noqa: PLC0415

    path, flow_name = about["entrypoint"].split(":")
    module = import_module(path.removesuffix(".py").replace("/", "."))
    served: RunnerDeployment = getattr(module, flow_name).to_deployment(
        about["name"],
        description=about["description"],
        tags=about["tags"],
        parameters=about["parameters"],
        concurrency_limit=ConcurrencyLimitConfig(**limit) if (limit := about.get("concurrency_limit")) else None,
        schedules=[Schedule(**schedule) for schedule in about.get("schedules", ())],
        triggers=[DeploymentEventTrigger(**trigger) for trigger in about.get("triggers", ())],
        entrypoint_type=EntrypointType.MODULE_PATH,
    )
    return served


if __name__ == "__main__":
    main()
