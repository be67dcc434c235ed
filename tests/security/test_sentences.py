"""Words that are understood without a model."""

from homeassistant.components.conversation import ConversationInput
from homeassistant.core import Context, HomeAssistant
from homeassistant.setup import async_setup_component
import pytest

from custom_components.kaizen.security import async_match_sentence
from custom_components.kaizen.security.matching import match

from .rig import asked

from tests.hubitat.entities.rig import HubHouse


def said(text: str, language: str = "en") -> ConversationInput:
    """Return what a person says to a satellite."""
    return ConversationInput(
        text=text,
        context=Context(),
        conversation_id=None,
        device_id=None,
        satellite_id=None,
        language=language,
        agent_id="conversation.kaizen",
    )


@pytest.mark.parametrize(
    ("language", "text", "wish"),
    [
        ("en", "Arm the house.", "KaizenArmAlarm away"),
        ("en", "please arm the alarm for the night", "KaizenArmAlarm night"),
        ("en", "arm home", "KaizenArmAlarm home"),
        ("en", "set the alarm to away", "KaizenArmAlarm away"),
        ("en", "Lock every door", "KaizenSecureHouse locks"),
        ("en", "can you lock all the doors please", "KaizenSecureHouse locks"),
        ("en", "secure the house", "KaizenSecureHouse"),
        ("en", "lock up", "KaizenSecureHouse"),
        ("en-US", "Is the house locked?", "KaizenHouseStatus"),
        ("en", "are any windows still open?", "KaizenHouseStatus"),
        ("en", "Good night!", "KaizenGoodNight"),
        ("de", "Schalte die Alarmanlage scharf", "KaizenArmAlarm away"),
        ("de", "Mach das Haus für die Nacht scharf", "KaizenArmAlarm night"),
        ("de", "Schließ alle Türen ab", "KaizenSecureHouse locks"),
        ("de", "Kannst du bitte alle Türen abschließen?", "KaizenSecureHouse locks"),
        ("de", "Sichere das Haus!", "KaizenSecureHouse"),
        ("de", "Ist das Haus abgeschlossen?", "KaizenHouseStatus"),
        ("de-DE", "Ist noch ein Fenster offen?", "KaizenHouseStatus"),
        ("de", "Gute Nacht", "KaizenGoodNight"),
    ],
)
def test_sentence_is_understood(language: str, text: str, wish: str) -> None:
    """The ways people say it, in English and German."""
    found = match(text, language)
    assert found is not None
    slots = [str(entity.value) for entity in found.entities_list]
    assert " ".join((found.intent.name, *slots)) == wish


@pytest.mark.parametrize(
    ("language", "text"),
    [
        ("en", "unlock every door"),
        ("en", "disarm the house"),
        ("en", "don't lock the doors"),
        ("en", "lock every door and then unlock the front door"),
        ("en", "turn off the alarm system"),
        ("en", "open the garage"),
        ("de", "schließ alle Türen auf"),
        ("de", "schalte die Alarmanlage unscharf"),
        ("de", "schalte die Alarmanlage nicht scharf"),
        ("de", "sperr das Haus auf"),
        ("fr", "lock every door"),
    ],
)
def test_nothing_else_is(language: str, text: str) -> None:
    """Least of all the opposite."""
    assert match(text, language) is None


async def test_sentence_is_carried_out(house: HubHouse) -> None:
    """The house is locked, and the answer is in the language of the sentence."""
    await house.report("Front Door", "lock", "unlocked")
    response = await asked(
        house,
        async_match_sentence(house.hass, said("Schließ alle Türen ab", "de")),
    )
    assert house.state("lock", "Front Door", "lock").state == "locked"
    assert response.speech["plain"]["speech"] == "Alles ist abgeschlossen."


async def test_other_words_do_nothing(hass: HomeAssistant) -> None:
    """What is not about the safety of the house is left to others."""
    assert await async_setup_component(hass, "homeassistant", {})
    assert await async_setup_component(hass, "kaizen", {})
    assert await async_match_sentence(hass, said("turn on the lamp")) is None
