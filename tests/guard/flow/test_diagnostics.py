"""What an owner hands over with a report."""

from homeassistant.core import HomeAssistant, ServiceCall

from custom_components.kaizen.diagnostics import async_get_config_entry_diagnostics

from tests.guard.rig import ALARM, ALARM_CODE, async_guard, twin_of


async def test_a_report_names_no_code_and_nobody(
    hass: HomeAssistant, told: list[ServiceCall]
) -> None:
    """It says how the guard stands, though."""
    entry = await async_guard(
        hass,
        twin_of(hass, ALARM, code=ALARM_CODE),
        options={"preset": "strict", "owners": ["the-user"]},
    )
    report = await async_get_config_entry_diagnostics(hass, entry)
    assert report["entry"]["options"]["preset"] == "strict"
    assert report["subentries"][0]["type"] == "proxy"
    assert "guard_exposed" in report["ways"]
    assert ALARM_CODE not in str(report)
    assert "the-user" not in str(report)
