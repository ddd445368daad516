"""`RunOptions`: everything about a run that changes no byte of a document."""

from pathlib import Path
from typing import Annotated, Literal, TypeAlias

from pydantic import Field, field_validator

from synthphi.settings import Settings

Workers: TypeAlias = Annotated[int, Field(ge=1, le=256)] | Literal["auto"]
"""How many processes share the work; auto: the machine's cores less one, at least 1."""


class RunOptions(Settings):
    """How a corpus is made. None of it changes a byte of a document."""

    output: Path = Field(Path("synthphi-corpus"), description="The corpus folder; made when missing.")
    workers: Workers = Field("auto", description="Worker processes. auto: the machine's cores less one, at least 1.")
    batch_size: Annotated[int, Field(ge=1)] | Literal["auto"] = Field(
        "auto",
        description="Documents a batch. auto: as many as take about five seconds; with pack: tar a shard, no number "
        "is taken.",
    )
    fsync: bool = Field(
        False,
        description="Sync every file to the disk: a power cut takes nothing then that a receipt says is done. Slower.",
    )
    stall_timeout: Annotated[float, Field(gt=0, allow_inf_nan=False)] = Field(
        60.0,
        description="Seconds a batch may take, and 0.1 more for each of its documents. One that takes longer hangs: it "
        "is tried again alone and in parts, and a document that hangs alone is recorded as an error.",
    )

    @field_validator("output")
    @classmethod
    def _is_a_path(cls, value: Path) -> Path:
        characters = str(value)
        if "\0" in characters:
            raise ValueError(f"{characters!r} holds a character 0, which no path can have")
        try:
            characters.encode()
        except UnicodeEncodeError:
            raise ValueError(f"{characters!r} is not Unicode text: name the folder in UTF-8") from None
        return value
