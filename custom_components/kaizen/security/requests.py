"""The three wishes, however they arrive: by tool, action or sentence."""

from homeassistant.core import HomeAssistant

from .house import Wish, async_arm, async_secure
from .outcome import Report
from .status import HouseStatus
from .survey import Asker, async_survey
from .words import Speaker


async def async_secure_house(
    hass: HomeAssistant, asker: Asker, wish: Wish
) -> tuple[Report, str]:
    """Secure the house; return what came of it, and the words for it."""
    report = await async_secure(hass, asker, wish)
    return report, await speaker_of(hass, asker).report(report)


async def async_arm_alarm(
    hass: HomeAssistant, asker: Asker, wish: Wish
) -> tuple[Report, str]:
    """Arm; return what came of it, and the words for it."""
    report = await async_arm(hass, asker, wish)
    return report, await speaker_of(hass, asker).arming(report)


def speaker_of(hass: HomeAssistant, asker: Asker) -> Speaker:
    """Return who speaks to the asker."""
    return Speaker(hass=hass, language=asker.language)


def house_status(hass: HomeAssistant, asker: Asker, area: str = "") -> HouseStatus:
    """Return how the house, or an area of it, stands."""
    survey = async_survey(hass, asker)
    survey = survey.within(area) if area.strip() else survey
    return HouseStatus(items=survey.items, unseen=survey.unseen)
