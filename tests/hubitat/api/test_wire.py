"""Every shape in which the hub tells a device, a mode, a variable, a room."""

from datetime import UTC, datetime
import json
from typing import Any
from urllib.parse import unquote

from hypothesis import given, strategies as st
import pytest

from custom_components.kaizen.hubitat.api import (
    ArgumentError,
    Attribute,
    DeviceRecord,
    Mode,
    PastEvent,
    Room,
    Variable,
    parse_device,
    parse_devices,
)
from custom_components.kaizen.hubitat.api.wire import (
    arguments,
    parse_events,
    parse_hsm,
    parse_modes,
    parse_rooms,
    parse_variables,
    read_json,
    segment,
)

DETAILED = {
    "id": "176",
    "name": "Zooz Dimmer",
    "label": "Loft Fan",
    "type": "Generic Z-Wave Dimmer",
    "room": "Loft",
    "attributes": [
        {
            "name": "switch",
            "currentValue": None,
            "dataType": "ENUM",
            "values": ["on", "off"],
        },
        {"name": "switch", "currentValue": "on", "dataType": "ENUM"},
        {"name": "level", "currentValue": 20.5, "dataType": "NUMBER", "unit": "%"},
        {"name": "level", "currentValue": 99, "dataType": "NUMBER", "unit": None},
    ],
    "capabilities": [
        "Switch",
        {"attributes": [{"name": "switch", "dataType": None}]},
        "SwitchLevel",
        {"attributes": [{"name": "level", "dataType": None}]},
    ],
    "commands": ["on", "off", "on", "setLevel", "off"],
}


def test_detailed_device() -> None:
    """What every capability repeats is told once, as fully as any of them tells it."""
    assert parse_device(DETAILED) == DeviceRecord(
        id="176",
        name="Zooz Dimmer",
        label="Loft Fan",
        type="Generic Z-Wave Dimmer",
        room="Loft",
        attributes={
            "switch": Attribute(
                name="switch", value="on", data_type="ENUM", values=("on", "off")
            ),
            "level": Attribute(name="level", value=20.5, unit="%", data_type="NUMBER"),
        },
        capabilities=frozenset({"Switch", "SwitchLevel"}),
        commands=frozenset({"on", "off", "setLevel"}),
    )


def test_flat_device() -> None:
    """The map of /devices/all has attributes, and two names that are none."""
    [device] = parse_devices(
        [
            {
                "name": "Virtual Switch",
                "label": None,
                "type": "Virtual Switch",
                "id": 7,
                "room": None,
                "capabilities": ["Switch", "Refresh"],
                "attributes": {
                    "dataType": "ENUM",
                    "values": ["on", "off"],
                    "switch": "off",
                },
                "commands": [{"command": "off"}, {"command": "on"}],
            }
        ]
    )
    assert device == DeviceRecord(
        id="7",
        name="Virtual Switch",
        label="Virtual Switch",
        type="Virtual Switch",
        attributes={"switch": Attribute(name="switch", value="off")},
        capabilities=frozenset({"Switch", "Refresh"}),
        commands=frozenset({"on", "off"}),
    )


def test_brief_device() -> None:
    """The shortest list has names alone."""
    assert parse_devices([{"id": "1", "name": "A", "label": "B"}]) == [
        DeviceRecord(id="1", name="A", label="B")
    ]


def test_one_bad_device_does_not_hide_the_others() -> None:
    """What cannot be read is left out; what is half readable is half there."""
    devices = parse_devices(
        [
            None,
            "x",
            {"label": "No id"},
            {"id": None},
            {
                "id": "1",
                "attributes": "broken",
                "capabilities": {},
                "commands": [None, 3],
            },
            {"id": "1", "label": "Told twice"},
            DETAILED,
        ]
    )
    assert [device.id for device in devices] == ["1", "176"]
    assert parse_devices([]) == []
    others: list[Any] = [{"devices": []}, "[]", None, [{"name": "not a device"}]]
    for wrong in others:
        with pytest.raises(ValueError):
            parse_devices(wrong)


def test_values_are_not_shown() -> None:
    """A lock's codes pass through records without a trace in what is printed."""
    codes = json.dumps({"1": {"name": "Anna", "code": "4711"}})
    device = parse_device(
        {"id": "1", "attributes": [{"name": "lockCodes", "currentValue": codes}]}
    )
    assert device.attributes["lockCodes"].value == codes
    shown = repr((device, Variable(name="code", value="4711"), parse_events([])))
    assert "4711" not in shown


def test_modes_hsm_variables_rooms_events() -> None:
    """Ids are text whatever they are on the wire."""
    assert parse_modes(
        [{"active": True, "id": 1, "name": "Day"}, {"id": None, "name": "Night"}]
    ) == [Mode(id="1", name="Day", active=True), Mode(id=None, name="Night")]
    assert parse_hsm({"hsm": "armedAway"}) == "armedAway"
    assert parse_hsm({"hsm": None}) is None
    assert parse_hsm(None) is None
    assert parse_variables([{"name": "n", "value": 12, "type": "Number"}]) == [
        Variable(name="n", value=12, type="number")
    ]
    assert parse_rooms([{"id": 3, "name": "Loft", "deviceIds": [176, "7", None]}]) == [
        Room(id="3", name="Loft", device_ids=frozenset({"176", "7"}))
    ]
    past = {"device_id": "7", "name": "switch", "value": "on", "unit": None}
    assert parse_events(
        [
            {**past, "date": "2018-10-16T00:08:18+0000"},
            {**past, "date": "yesterday"},
        ]
    ) == [
        PastEvent(
            name="switch", value="on", at=datetime(2018, 10, 16, 0, 8, 18, tzinfo=UTC)
        ),
        PastEvent(name="switch", value="on"),
    ]


JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=5),
    lambda inner: (
        st.lists(inner, max_size=4) | st.dictionaries(st.text(max_size=5), inner)
    ),
    max_leaves=8,
)
FIELDS = st.sampled_from(
    [*DETAILED, "currentValue", "dataType", "command", "deviceIds"]
)


@given(
    st.lists(
        st.dictionaries(FIELDS, JSON | st.lists(st.dictionaries(FIELDS, JSON))),
        max_size=4,
    )
)
def test_no_shape_breaks_the_parsers(answer: list[dict[str, Any]]) -> None:
    """Whatever drivers put into the fields, a parser reads it or says that it cannot."""
    for parse in (
        parse_devices,
        parse_modes,
        parse_variables,
        parse_rooms,
        parse_events,
    ):
        try:
            parse(answer)
        except TypeError, ValueError:
            assert parse in (parse_devices, parse_rooms)


def test_json_as_the_hub_writes_it() -> None:
    """Bare line breaks and half of an emoji are read; what is cut short is not."""
    assert read_json('{"label": "two\nlines"}') == {"label": "two\nlines"}
    assert read_json(r'["\ud83d cut", 1]') == ["? cut", 1]
    for broken in ("", "[1, 2", "<html>", b"\xff", "[" * 100_000):
        with pytest.raises(ValueError):
            read_json(broken)


@pytest.mark.parametrize(
    ("given_", "sent"),
    [
        ((), ""),
        ((50, 3), "50,3"),
        ((21.5,), "21.5"),
        ((True,), "true"),
        ((3, "4321", "Guest"), "3,4321,Guest"),
        (("100 % sure?",), "100%20%25%20sure%3F"),
        (("a/b#c",), "a%2Fb%23c"),
        (("Tür, bitte",), "T%C3%BCr%3B%20bitte"),
        (("21,5 Grad", "x"), "21.5%20Grad,x"),
        (
            ({"hue": 1, "name": "a,b"},),
            "%7B%22hue%22%3A1%2C%22name%22%3A%22a%2Cb%22%7D",
        ),
    ],
)
def test_arguments(given_: tuple[Any, ...], sent: str) -> None:
    """Arguments share one segment; only the commas between them stay commas."""
    assert arguments(given_) == sent


@given(st.lists(st.text(min_size=1), min_size=1, max_size=3))
def test_text_stays_in_its_argument(texts: list[str]) -> None:
    """However a hub splits and decodes, it gets as many arguments as were given."""
    try:
        sent = arguments(texts)
    except ArgumentError, UnicodeEncodeError:
        return
    assert set(sent) <= set(
        "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789_.-~%,*"
    )
    assert len(unquote(sent).split(",")) == len(texts)


@pytest.mark.parametrize("wrong", [".", "..", float("nan"), float("inf")])
def test_what_cannot_be_sent(wrong: str | float) -> None:
    """A dot would lead to another command, and not-a-number to who knows what."""
    with pytest.raises(ArgumentError):
        arguments([wrong])


@given(st.text().filter(lambda text: text not in {".", ".."}))
def test_segments(text: str) -> None:
    """A name survives the way to the hub."""
    try:
        assert unquote(segment(text)) == text
    except UnicodeEncodeError:
        assert not text.isascii()
