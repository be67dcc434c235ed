"""The wishes as intents, for Home Assistant's sentence matching and for Kaizen's own."""

from abc import abstractmethod
from typing import Any, Final, override

from homeassistant.components.homeassistant import async_should_expose
from homeassistant.components.script import scripts_with_blueprint
from homeassistant.core import HomeAssistant, callback
from homeassistant.helpers import intent
import probatio

from .arming import Mode
from .house import HOUSE, LOCKS, Wish
from .requests import async_arm_alarm, async_secure_house, house_status, speaker_of
from .survey import Asker, async_asker

ASSISTANT: Final = "conversation"
GOOD_NIGHT_BLUEPRINT: Final = "kaizen/good_night.yaml"
_SCRIPT: Final = "script"


class _Handler(intent.IntentHandler):
    """Does something for the safety of the house and says what came of it."""

    @abstractmethod
    async def async_answer(
        self, hass: HomeAssistant, asker: Asker, slots: dict[str, Any]
    ) -> str:
        """Do it, and return the words."""

    @override
    async def async_handle(self, intent_obj: intent.Intent) -> intent.IntentResponse:
        """Answer in the language of the sentence."""
        given = self.async_validate_slots(intent_obj.slots)
        slots = {name: slot["value"] for name, slot in given.items()}
        asker = await async_asker(
            intent_obj.hass,
            intent_obj.context,
            assistant=intent_obj.assistant or ASSISTANT,
            language=intent_obj.language,
        )
        response = intent_obj.create_response()
        response.async_set_speech(
            await self.async_answer(intent_obj.hass, asker, slots)
        )
        return response


class SecureHouse(_Handler):
    """Locks and closes."""

    intent_type = "KaizenSecureHouse"
    description = "Locks every lock and closes garage doors, gates and doors"

    @property
    @override
    def slot_schema(self) -> dict[Any, Any]:
        """Return which slots there are."""
        return {
            probatio.Optional("scope"): probatio.In(["locks", "house"]),
            probatio.Optional("arm"): probatio.Coerce(Mode),
        }

    @override
    async def async_answer(
        self, hass: HomeAssistant, asker: Asker, slots: dict[str, Any]
    ) -> str:
        """Secure the house."""
        kinds = LOCKS if slots.get("scope") == "locks" else HOUSE
        wish = Wish(kinds=kinds, arm=slots.get("arm"))
        return (await async_secure_house(hass, asker, wish))[1]


class ArmAlarm(_Handler):
    """Arms."""

    intent_type = "KaizenArmAlarm"
    description = "Arms the alarm system"

    @property
    @override
    def slot_schema(self) -> dict[Any, Any]:
        """Return which slots there are."""
        return {probatio.Optional("mode"): probatio.Coerce(Mode)}

    @override
    async def async_answer(
        self, hass: HomeAssistant, asker: Asker, slots: dict[str, Any]
    ) -> str:
        """Arm."""
        wish = Wish(arm=slots.get("mode", Mode.AWAY))
        return (await async_arm_alarm(hass, asker, wish))[1]


class TellHouseStatus(_Handler):
    """Tells whether the house is locked, closed and armed."""

    intent_type = "KaizenHouseStatus"
    description = "Tells whether the house is locked, closed and armed"

    @override
    async def async_answer(
        self, hass: HomeAssistant, asker: Asker, slots: dict[str, Any]
    ) -> str:
        """Tell."""
        return await speaker_of(hass, asker).status(house_status(hass, asker))


class GoodNight(_Handler):
    """Runs the script for the night if its owner has made one, and secures the house if not."""

    intent_type = "KaizenGoodNight"
    description = "Runs the good night script, or secures the house"

    @override
    async def async_answer(
        self, hass: HomeAssistant, asker: Asker, slots: dict[str, Any]
    ) -> str:
        """Say good night to the house. Without a script nothing is armed: nobody has chosen how."""
        if (script := _good_night_script(hass, asker)) is None:
            return (await async_secure_house(hass, asker, Wish()))[1]
        response = await hass.services.async_call(
            _SCRIPT,
            script.partition(".")[2],
            blocking=True,
            context=asker.context,
            return_response=True,
        )
        say = (response or {}).get("say")
        return say if isinstance(say, str) else ""


@callback
def _good_night_script(hass: HomeAssistant, asker: Asker) -> str | None:
    """Return the owner's script that talk may run."""
    for entity_id in scripts_with_blueprint(hass, GOOD_NIGHT_BLUEPRINT):
        if async_should_expose(hass, asker.assistant or ASSISTANT, entity_id):
            return entity_id
    return None


@callback
def async_setup_intents(hass: HomeAssistant) -> None:
    """Register them."""
    for handler in (SecureHouse(), ArmAlarm(), TellHouseStatus(), GoodNight()):
        intent.async_register(hass, handler)
