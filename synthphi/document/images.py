"""The names of the photographs that a `Picture` may show; all are drawn (`synthphi.render.pictures`), and of nobody."""

from typing import Final

_OF_A_KIND = 6
PORTRAITS: Final[dict[str, tuple[str, ...]]] = {
    sex: tuple(f"portrait-{sex}-{i}" for i in range(_OF_A_KIND)) for sex in ("female", "male")
}
"""The portraits by sex."""
SKIN: Final = tuple(f"skin-{i}" for i in range(_OF_A_KIND))
"""Pictures of a sore on skin, with a ruler; of the same skin as the portrait of that number."""
NO_PHOTO: Final = "no-photo"
"""The frame where a photograph would be."""
