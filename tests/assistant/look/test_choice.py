"""Which camera a person means."""

import pytest

from custom_components.kaizen.assistant.look.choice import Camera, choose
from custom_components.kaizen.assistant.look.failure import LookError

PORCH = Camera(
    entity_id="camera.porch", names=("Front door camera", "Doorbell"), area="Porch"
)
YARD = Camera(entity_id="camera.yard", names=("Back yard",), area="Garden")
SHED = Camera(entity_id="camera.shed", names=("Shed",), area="Garden")
ALLEY = Camera(entity_id="camera.alley", names=("Alley behind the shed",))
ALL = (PORCH, YARD, SHED, ALLEY)


@pytest.mark.parametrize(
    ("name", "area", "meant"),
    [
        ("front door camera", "", PORCH),
        ("Front  Door", "", PORCH),
        ("die Doorbell", "", PORCH),
        ("camera.yard", "", YARD),
        ("", "porch", PORCH),
        ("shed", "", SHED),
        ("yard", "Garden", YARD),
        ("alley", "Garden", ALLEY),
        ("behind the shed", "", ALLEY),
    ],
)
def test_one_camera_fits(name: str, area: str, meant: Camera) -> None:
    """Names are recognised as people say them; a camera without an area by its name."""
    assert choose(ALL, name, area) is meant


@pytest.mark.parametrize(
    ("name", "area", "key", "listed"),
    [
        ("", "", "ambiguous", ALL),
        ("", "Garden", "ambiguous", (YARD, SHED)),
        ("garage", "", "unknown", ALL),
        ("doorbell", "Garden", "unknown", ALL),
        ("", "Cellar", "unknown", ALL),
        ("camera", "", "unknown", ALL[1:]),
    ],
)
def test_which_one_must_be_told(
    name: str, area: str, key: str, listed: tuple[Camera, ...]
) -> None:
    """Nothing is guessed: the cameras that could be meant are named."""
    cameras = listed if name == "camera" else ALL
    with pytest.raises(LookError) as raised:
        choose(cameras, name, area)
    assert raised.value.key == key
    assert raised.value.cameras == [camera.label for camera in listed]


def test_the_only_camera_needs_no_name() -> None:
    """But a name that is another's is not taken for it."""
    assert choose([YARD], "", "") is YARD
    with pytest.raises(LookError):
        choose([YARD], "front door", "")
