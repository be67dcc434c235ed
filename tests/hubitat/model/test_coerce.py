"""A value means the same in whatever JSON it comes, and what cannot be read is unknown."""

from datetime import UTC, datetime
import json
from typing import Any, cast

from hypothesis import given, strategies as st
import pytest

from custom_components.kaizen.hubitat.model.coerce import (
    KNOWN_ATTRIBUTES,
    Named,
    coerce,
    coerce_variable,
)
from custom_components.kaizen.hubitat.model.vocabulary import ENUMS, unit_name

JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(),
    lambda inner: st.lists(inner) | st.dictionaries(st.text(), inner),
    max_leaves=8,
)
ATTRIBUTES = st.sampled_from(sorted(KNOWN_ATTRIBUTES)) | st.text()
CODES = st.dictionaries(
    st.integers(1, 99).map(str),
    st.fixed_dictionaries(
        {"name": st.text(), "code": st.from_regex(r"[0-9]{4,8}", fullmatch=True)}
    ),
    min_size=1,
)


@pytest.mark.parametrize(
    ("attribute", "raw", "value"),
    [
        ("temperature", "20.47", 20.47),
        ("temperature", 20.47, 20.47),
        ("temperature", "-3.5 °C", -3.5),
        ("temperature", "68F", 68),
        ("temperature", 20.0, 20),
        ("temperature", "20,5", None),
        ("temperature", "12:30", None),
        ("temperature", "6.8.0", None),
        ("temperature", float("nan"), None),
        ("temperature", "NaN", None),
        ("temperature", True, None),
        ("battery", "Battery 66%", 66),
        ("battery", "66 %", 66),
        ("battery", 255, None),
        ("battery", -1, None),
        ("battery", "CR2032", None),
        ("battery", "", None),
        ("level", 101, None),
        ("switch", "ON", "on"),
        ("switch", None, None),
        ("switch", "null", None),
        ("switch", "maybe", None),
        ("lock", "unlocked with timeout", "unlocked with timeout"),
        ("lock", "Unlocked With  Timeout", "unlocked with timeout"),
        ("lock", "unknown", "unknown"),
        ("presence", "not_present", "not present"),
        ("windowShade", "partially_open", "partially open"),
        ("sessionStatus", "cancelled", "canceled"),
        ("colorMode", "RGB", "rgb"),
        ("thermostatMode", "Emergency Heat", "emergency heat"),
        ("hue", 50, 180),
        ("hue", "12.5", 45),
        ("hue", 240, None),
        ("colorTemperature", "2700", 2700),
        ("colorTemperature", 0, None),
        ("pushed", "3", 3),
        ("pushed", "2.5", None),
        ("threeAxis", "[x:4,y:-12,z:1020]", (4, -12, 1020)),
        ("threeAxis", {"x": 1, "y": 2.5, "z": "3"}, (1, 2.5, 3)),
        ("threeAxis", "[x:1,y:2]", None),
        ("threeAxis", "[x:1,y:2,z:up]", None),
        ("supportedFanSpeeds", '["low","high"]', ("low", "high")),
        ("supportedFanSpeeds", ["low", "low", "high"], ("low", "high")),
        ("supportedFanSpeeds", "[low, high]", ("low", "high")),
        ("supportedFanSpeeds", "[]", None),
        ("supportedFanSpeeds", 3, None),
        ("lightEffects", '{"0":"None","1":"Candle"}', ((0, "None"), (1, "Candle"))),
        ("lightEffects", "[1:Candle, 2:Slow Glow]", ((1, "Candle"), (2, "Slow Glow"))),
        ("lightEffects", '["Candle"]', None),
        ("codeChanged", "3 added", "added"),
        ("codeChanged", '{"3":{"code":"4711"}}', None),
        ("someText", 20.0, "20"),
    ],
)
def test_what_a_value_means(attribute: str, raw: Any, value: object) -> None:
    """Documented forms, and those seen from drivers, are understood; the others are unknown."""
    found = coerce(attribute, raw)
    assert found == value
    assert type(found) is type(value)


@given(
    ATTRIBUTES,
    JSON,
    st.sampled_from([None, "NUMBER", "STRING", "ENUM", "VECTOR3", "JSON_OBJECT"]),
)
def test_nothing_a_hub_says_is_too_much(
    attribute: str, raw: Any, data_type: str | None
) -> None:
    """Whatever comes becomes a value that can be compared, or unknown."""
    hash(coerce(attribute, raw, data_type))
    coerce(attribute, json.dumps(raw), data_type)


@given(
    st.sampled_from(["temperature", "power", "energy", "rssi"]),
    st.integers(-(10**9), 10**9) | st.floats(-1e9, 1e9),
)
def test_events_and_answers_agree(attribute: str, value: float) -> None:
    """A number is the same as text, with a unit or without."""
    assert coerce(attribute, value) == value
    assert coerce(attribute, str(value)) == value
    assert coerce(attribute, f" {value} W ") == value


@given(st.sampled_from(sorted(ENUMS)), st.data())
def test_the_case_of_words_does_not_matter(attribute: str, data: st.DataObject) -> None:
    """Every word of the capability list is known, however it is written."""
    word = data.draw(st.sampled_from(ENUMS[attribute]))
    assert coerce(attribute, word.upper()) == coerce(attribute, f" {word} ") == word


@given(st.sampled_from(sorted(ENUMS)), st.text())
def test_other_words_are_unknown(attribute: str, raw: str) -> None:
    """An attribute never has a value its capability does not define."""
    assert coerce(attribute, raw) in (None, *ENUMS[attribute])


@given(ATTRIBUTES, st.sampled_from([None, "null", "", "  "]))
def test_nothing_is_unknown(attribute: str, raw: str | None) -> None:
    """The four ways to say nothing are one."""
    assert coerce(attribute, raw) is None


@given(CODES, st.booleans())
def test_codes_are_dropped(codes: dict[str, dict[str, str]], packed: bool) -> None:
    """Of a lock's codes the slots and names stay."""
    found = coerce("lockCodes", json.dumps(codes) if packed else codes)
    assert isinstance(found, tuple)
    names = dict(cast(Named, found))
    assert names.keys() == set(map(int, codes))
    for slot, name in names.items():
        assert name == f"#{slot}" or codes[str(slot)]["code"] not in name


@pytest.mark.parametrize(
    ("raw", "names"),
    [
        ('{"1":{"name":"Anna","code":"4711"}}', ((1, "Anna"),)),
        ('{"1":{"name":"4711","code":"4711"}}', ((1, "#1"),)),
        ('{"1":{"code":"4711"}}', ((1, "#1"),)),
        ("{}", ()),
        ("AES:q9l3Tz0bU4mN1cXw8PZr2g==", None),
        ('{"1":"4711"}', ()),
        ('{"1":{"name":"Anna","code":"4711"', None),
    ],
)
def test_whose_codes_a_lock_knows(raw: str, names: object) -> None:
    """Encrypted or broken, they are unknown."""
    assert coerce("lockCodes", raw) == names


@pytest.mark.parametrize(
    "attribute", ["userPin", "password", "lastCode", "apiToken", "userCodes"]
)
def test_attributes_that_promise_a_secret_are_not_kept(attribute: str) -> None:
    """Drivers report codes under names of their own."""
    assert coerce(attribute, "4711") is None


@pytest.mark.parametrize(
    ("kind", "raw", "value"),
    [
        ("string", "", ""),
        ("string", "null", None),
        ("number", "12", 12),
        ("decimal", 47.5, 47.5),
        ("boolean", "false", False),
        ("boolean", True, True),
        ("boolean", "perhaps", None),
        (
            "datetime",
            "2026-11-20T07:10:00.000+0000",
            datetime(2026, 11, 20, 7, 10, tzinfo=UTC),
        ),
        ("datetime", "9999-99-99T07:10:00.000-0700", None),
        ("datetime", "2026-11-20T99:99:99:999-9999", None),
    ],
)
def test_variables(kind: str, raw: Any, value: object) -> None:
    """A hub variable is read by its type."""
    assert coerce_variable(kind, raw) == value


@pytest.mark.parametrize(
    ("raw", "unit"),
    [
        ("F", "°F"),
        ("°C", "°C"),
        ("lux", "lx"),
        ("LPM", "L/min"),
        ("furlong", None),
        (None, None),
    ],
)
def test_units(raw: str | None, unit: str | None) -> None:
    """Units are written as Home Assistant does."""
    assert unit_name(raw) == unit
