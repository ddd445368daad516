"""What happens when a run does not come to its end: the corpus is resumable as it is, and the run says so."""

from typing import Any, TypedDict

from prefect.client.orchestration import get_client
from prefect.client.schemas.actions import ArtifactCreate
from prefect.client.schemas.objects import FlowRun, State
from prefect.logging.loggers import flow_run_logger

from flows.artifacts import resume_text

_ENDS = {"FAILED": "failed", "CRASHED": "was lost", "CANCELLING": "was cancelled", "CANCELLED": "was cancelled"}


def say_how_to_go_on(flow: Any, flow_run: FlowRun, state: State[Any]) -> None:
    """Log, and leave as an artifact of the flow run, how to go on after a failure, a crash or a cancellation.

    The signature is that of Prefect's state hooks.
    """
    kind = state.type.value
    what = _ENDS.get(kind, kind.lower())
    message = state.message or ""
    flow_run_logger(flow_run, flow).warning(
        "The run %s. What is done is kept: start a run with the same parameters to go on.", what
    )
    artifact = ArtifactCreate(
        key="corpus-resume",
        type="markdown",
        description="How to go on after a run that did not come to its end",
        data=resume_text(what, message, flow_run.parameters or {}),
        flow_run_id=flow_run.id,
    )
    with get_client(sync_client=True) as client:
        client.create_artifact(artifact)


class _Hooks(TypedDict):
    on_failure: list[Any]
    on_crashed: list[Any]
    on_cancellation: list[Any]


SAY_HOW_TO_GO_ON: _Hooks = {
    "on_failure": [say_how_to_go_on],
    "on_crashed": [say_how_to_go_on],
    "on_cancellation": [say_how_to_go_on],
}
"""For `prefect.flow`, of flows that go on where they stopped."""
