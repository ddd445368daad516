"""What the tests of faults share: a corpus that nobody disturbed, and a server. It takes seconds to make them."""

from collections.abc import Iterator
from pathlib import Path

import campaign
import pytest
from corpus_runs import LOOSE
from disks import can_mount, small_disk


@pytest.fixture(scope="session")
def template_and_api(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[Path, str]]:
    with campaign.shared(tmp_path_factory.mktemp("shared")) as made:
        yield made


@pytest.fixture
def lane(tmp_path: Path, template_and_api: tuple[Path, str]) -> Iterator[campaign.Lane]:
    """A folder in which faults happen to runs; a disk of its own where that can be had."""
    (tmp_path / "disk").mkdir()
    if can_mount():
        with small_disk(tmp_path / "disk", LOOSE.disk):
            yield campaign.Lane(tmp_path, *template_and_api)
    else:
        yield campaign.Lane(tmp_path, *template_and_api)
