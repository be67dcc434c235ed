"""Hiding what a twin stands for, and giving it back as it was."""

from homeassistant.components.homeassistant import exposed_entities
from homeassistant.core import HomeAssistant, ServiceCall
from homeassistant.helpers import entity_registry as er
import pytest

from tests.guard.rig import GARAGE, LOCK, Gate, async_guard, twin_of

ASSISTANTS = ("conversation", "cloud.alexa", "cloud.google_assistant")


def heard_by(hass: HomeAssistant, entity_id: str) -> set[str]:
    """Return which assistants hear of an entity."""
    return {
        assistant
        for assistant in ASSISTANTS
        if exposed_entities.async_should_expose(hass, assistant, entity_id)
    }


def hidden_by(hass: HomeAssistant, entity_id: str) -> er.RegistryEntryHider | None:
    """Return who hid an entity."""
    known = er.async_get(hass).async_get(entity_id)
    assert known is not None
    return known.hidden_by


async def test_the_source_is_out_of_sight_and_hearing_and_the_twin_is_heard(
    hass: HomeAssistant, gate: Gate, told: list[ServiceCall]
) -> None:
    """Whoever heard of the source hears of the twin instead."""
    exposed_entities.async_expose_entity(hass, "cloud.alexa", LOCK, True)
    await async_guard(hass, twin_of(hass, LOCK), twin_of(hass, GARAGE))
    assert heard_by(hass, LOCK) == heard_by(hass, GARAGE) == set()
    assert hidden_by(hass, LOCK) is er.RegistryEntryHider.INTEGRATION
    assert heard_by(hass, "lock.front_guarded") == {"cloud.alexa"}
    assert heard_by(hass, "cover.garage_guarded") == {"conversation"}


@pytest.mark.parametrize("hidden", [None, er.RegistryEntryHider.USER])
async def test_what_was_before_comes_back_with_the_removal(
    hass: HomeAssistant,
    gate: Gate,
    told: list[ServiceCall],
    hidden: er.RegistryEntryHider | None,
) -> None:
    """Sight, hearing, and what nobody had decided yet."""
    registry = er.async_get(hass)
    exposed_entities.async_expose_entity(hass, "cloud.alexa", LOCK, True)
    registry.async_update_entity(LOCK, hidden_by=hidden)
    before = registry.async_get(LOCK)
    entry = await async_guard(hass, twin_of(hass, LOCK))
    hass.config_entries.async_remove_subentry(entry, next(iter(entry.subentries)))
    await hass.async_block_till_done()
    after = registry.async_get(LOCK)
    assert before
    assert after
    assert {key: after.options[key] for key in before.options} == before.options
    assert "kaizen" not in after.options
    assert after.hidden_by is hidden
    assert registry.async_get("lock.front_guarded") is None
    assert hass.states.get("lock.front_guarded") is None


async def test_what_somebody_changed_meanwhile_stays(
    hass: HomeAssistant, gate: Gate, told: list[ServiceCall]
) -> None:
    """The removal does not hide again what the owner has shown."""
    exposed_entities.async_expose_entity(hass, "conversation", LOCK, False)
    entry = await async_guard(hass, twin_of(hass, LOCK))
    exposed_entities.async_expose_entity(hass, "conversation", LOCK, True)
    er.async_get(hass).async_update_entity(LOCK, hidden_by=None)
    hass.config_entries.async_remove_subentry(entry, next(iter(entry.subentries)))
    await hass.async_block_till_done()
    assert heard_by(hass, LOCK) == {"conversation"}
    assert hidden_by(hass, LOCK) is None


async def test_a_restart_does_not_take_what_is_hidden_for_what_was_before(
    hass: HomeAssistant, gate: Gate, told: list[ServiceCall]
) -> None:
    """After any number of reloads, the removal still restores the beginning."""
    entry = await async_guard(hass, twin_of(hass, GARAGE))
    for _ in range(2):
        await hass.config_entries.async_reload(entry.entry_id)
    hass.config_entries.async_remove_subentry(entry, next(iter(entry.subentries)))
    await hass.async_block_till_done()
    assert heard_by(hass, GARAGE) == {"conversation"}
    assert hidden_by(hass, GARAGE) is None
