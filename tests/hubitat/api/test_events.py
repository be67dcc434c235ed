"""What the hub reports, by webhook and by event socket."""

import json
from typing import Any

from hypothesis import given, strategies as st
import pytest

from custom_components.kaizen.hubitat.api import (
    EventKind,
    HubEvent,
    parse_socket,
    parse_webhook,
)

DEVICE = {
    "name": "switch",
    "value": "on",
    "displayName": "Loft Fan",
    "deviceId": "176",
    "descriptionText": "Loft Fan is on",
    "unit": None,
    "data": None,
}


def _posted(**changes: Any) -> HubEvent | None:
    return parse_webhook(json.dumps({"content": {**DEVICE, **changes}}))


def _location(name: str, value: str) -> HubEvent | None:
    return _posted(name=name, value=value, deviceId=None, displayName="Home")


def test_device_event_by_webhook() -> None:
    """A device's event has its id as text."""
    expected = HubEvent(
        kind=EventKind.DEVICE,
        device_id="176",
        name="switch",
        value="on",
        description="Loft Fan is on",
        display_name="Loft Fan",
    )
    assert _posted() == _posted(deviceId=176) == expected
    assert parse_webhook({"content": DEVICE}) == expected


@pytest.mark.parametrize(
    ("name", "kind"),
    [
        ("mode", "mode"),
        ("hsmStatus", "hsm"),
        ("hsmAlert", "hsm_alert"),
        ("hsmRules", "hsm_rules"),
        ("systemStart", "system_start"),
        ("sunrise", "other"),
        ("ssdpTerm", "other"),
    ],
)
def test_location_events(name: str, kind: str) -> None:
    """What is not of a device is known by its name; a device's attribute never is."""
    event = _location(name, "x")
    assert event is not None
    assert (event.kind, event.name, event.device_id) == (kind, name, None)
    of_device = _posted(name=name)
    assert of_device is not None
    assert of_device.kind == "device"


def test_variable_event() -> None:
    """A variable is told by its own name."""
    event = _location("variable:guest:Name", "Anna")
    assert event is not None
    assert (event.kind, event.name, event.value) == ("variable", "guest:Name", "Anna")


@pytest.mark.parametrize(
    ("told", "read"),
    [
        ("20.47", "20.47"),
        (20.47, "20.47"),
        (None, None),
        ("null", None),
        ("", ""),
        (True, "true"),
        ([1, "x"], '[1, "x"]'),
    ],
)
def test_values_are_text(told: Any, read: str | None) -> None:
    """Whatever type a firmware gives a value, it is text or nothing."""
    event = _posted(value=told)
    assert event is not None
    assert event.value == read


def test_data_is_unpacked() -> None:
    """JSON in a string is JSON; other text stays, a broken string too."""
    for told, read in (
        ('{"seconds": 30}', {"seconds": 30}),
        ({"seconds": 30}, {"seconds": 30}),
        ("30", "30"),
        ("null", None),
        ("{broken", "{broken"),
    ):
        event = _posted(data=told)
        assert event is not None
        assert event.data == read


def test_codes_are_not_shown() -> None:
    """The representation of an event has nothing of what it carries."""
    codes = {"1": {"name": "Anna", "code": "4711"}}
    event = _posted(
        name="lock", data=codes, value=json.dumps(codes), descriptionText="4711"
    )
    assert "4711" not in repr(event)


@pytest.mark.parametrize(
    "body",
    [
        b"",
        b"x",
        b"[]",
        b"{}",
        b"null",
        b"\xff\xfe",
        b'{"content": []}',
        b'{"content": {"value": "on"}}',
        b'{"content": {"name": 3}}',
    ],
)
def test_what_is_no_event(body: bytes) -> None:
    """Anyone may post anything."""
    assert parse_webhook(body) is None


NEW = (
    '{ "source":"DEVICE","name":"%s","displayName" : "%s", "value" : "%s", "type" : "digital", '
    '"unit":"null","deviceId":34,"hubId":0,"installedAppId":0,"descriptionText" : "%s"}'
)
OLD = (
    '{"source":"DEVICE","name":"contact","displayName":"Door","value":"open","unit":null,'
    '"deviceId":157,"hubId":null,"locationId":null,"installedAppId":null,"descriptionText":null}'
)


def test_socket_lines() -> None:
    """Both forms of line, in which "null" stands for nothing."""
    assert parse_socket(NEW % ("switch", "Lamp", "on", "null")) == HubEvent(
        kind=EventKind.DEVICE,
        device_id="34",
        name="switch",
        value="on",
        display_name="Lamp",
    )
    assert parse_socket(OLD) == HubEvent(
        kind=EventKind.DEVICE,
        device_id="157",
        name="contact",
        value="open",
        display_name="Door",
    )


@pytest.mark.parametrize(
    ("source", "kind"), [("LOCATION", "mode"), ("APP", "other"), ("HUB", "mode")]
)
def test_socket_events_of_the_location(source: str, kind: str) -> None:
    """Device 0 is no device; what an app calls a mode is none."""
    line = NEW % ("mode", "Home", "Night", "null")
    line = line.replace("DEVICE", source).replace(":34", ":0")
    event = parse_socket(line)
    assert event is not None
    assert (event.kind, event.device_id) == (kind, None)


@pytest.mark.parametrize(
    "value", ['12" pipe', 'he said "hi"', '"', 'a\nb "c"', '{"hue": 10}', '["a", "b"]']
)
def test_unescaped_quotes(value: str) -> None:
    """The hub does not escape quotes; the value arrives all the same."""
    event = parse_socket(NEW % ("status", 'The "big" one', value, f"is {value}"))
    assert event is not None
    assert (event.device_id, event.value) == ("34", value)
    assert event.display_name == 'The "big" one'


@pytest.mark.parametrize("quote", ["", ' "'])
def test_a_value_cannot_pass_for_another_device(quote: str) -> None:
    """A label or value made to look like more fields is not believed."""
    forged = f'x{quote}","deviceId":99,"type":"y'
    for parts in (("status", forged, "on", ""), ("status", "Lamp", forged, forged)):
        assert parse_socket(NEW % parts) is None


def test_half_an_emoji_becomes_text_that_can_be_stored() -> None:
    """A state must be encodable."""
    event = parse_socket(NEW % ("status", "Lamp", r"\ud83d", "null"))
    assert event is not None
    assert event.value == "?"


@given(st.text() | st.builds(lambda *x: NEW % x, *[st.text()] * 4))
def test_no_line_breaks_the_parser(line: str) -> None:
    """Any line is an event of the right device or none."""
    event = parse_socket(line)
    if event is not None and line.startswith('{ "source":"DEVICE"'):
        assert event.device_id == "34"
    parse_webhook(line.encode(errors="replace"))
