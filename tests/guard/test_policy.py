"""What is stored is read as the owner meant it, and what is broken never allows more."""

from datetime import datetime, time
from zoneinfo import ZoneInfo

from hypothesis import given, strategies as st
import pytest

from custom_components.kaizen.guard.model import Factor, Risk
from custom_components.kaizen.guard.policy import (
    MAX_COOLDOWN,
    PRESETS,
    SECRETS,
    Policy,
    Preset,
    Rule,
)
from custom_components.kaizen.guard.window import NEVER, WEEKDAYS, Window

BERLIN = ZoneInfo("Europe/Berlin")
EVERYTHING = frozenset(Factor)
JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(),
    lambda inner: st.lists(inner) | st.dictionaries(st.text(), inner),
    max_leaves=6,
)
OPTION_KEYS = [*Policy.__dataclass_fields__]
RULE_KEYS = [*Rule.__dataclass_fields__]


def test_without_a_word_from_the_owner_nothing_is_talked_open() -> None:
    """The defaults are those of a house whose owner never opened the options."""
    policy = Policy.read({})
    assert policy == Policy()
    assert policy.preset is Preset.OFF
    assert policy.factors("lock.front") is None
    assert policy.automations_unsecure
    assert policy.trust_everyone
    assert policy.trash_days == 30


def test_what_the_owner_stored_is_read() -> None:
    """Every key arrives where it belongs."""
    policy = Policy.read(
        {
            "preset": "strict",
            "owners": ["anna"],
            "trust_everyone": False,
            "trusted": ["ben"],
            "guests": ["carl"],
            "guest_entities": ["light.hall"],
            "automations_unsecure": False,
            "dashboard_factors": ["confirm"],
            "ceilings": {"assist_satellite.doorbell": "comfort"},
            "trash_days": 90,
            "of_a_later_version": 1,
        },
        [
            {
                "entity_id": "lock.front",
                "factors": ["pin"],
                "satellites": ["assist_satellite.hall"],
                "chat": False,
                "window": {
                    "after": "07:00:00",
                    "before": "22:00",
                    "weekdays": ["mon", "tue"],
                },
                "cooldown": 60,
                "rate": 3,
                "homekit": True,
                "risk": "unsecuring",
                "of_a_later_version": 1,
            }
        ],
    )
    rule = Rule(
        entity_id="lock.front",
        factors=frozenset({Factor.PIN}),
        satellites=frozenset({"assist_satellite.hall"}),
        chat=False,
        window=Window(
            after=time(7), before=time(22), weekdays=frozenset({"mon", "tue"})
        ),
        cooldown=60,
        rate=3,
        homekit=True,
        risk=Risk.UNSECURING,
    )
    assert policy == Policy(
        preset=Preset.STRICT,
        rules={"lock.front": rule},
        owners=frozenset({"anna"}),
        trust_everyone=False,
        trusted=frozenset({"ben"}),
        guests=frozenset({"carl"}),
        guest_entities=frozenset({"light.hall"}),
        automations_unsecure=False,
        dashboard_factors=frozenset({Factor.CONFIRM}),
        ceilings={"assist_satellite.doorbell": Risk.COMFORT},
        trash_days=90,
    )
    assert policy.override("lock.front") is Risk.UNSECURING
    assert policy.override("lock.back") is None


@pytest.mark.parametrize(
    ("key", "broken", "field", "safe"),
    [
        ("preset", "lenient", "preset", Preset.OFF),
        ("preset", ["balanced"], "preset", Preset.OFF),
        ("owners", "anna", "owners", frozenset()),
        ("owners", ["anna", 5], "owners", frozenset()),
        ("trust_everyone", "yes", "trust_everyone", False),
        ("guests", "carl", "trust_everyone", False),
        ("guests", ["carl", None], "trust_everyone", False),
        ("guest_entities", 5, "guest_entities", frozenset()),
        ("automations_unsecure", 1, "automations_unsecure", False),
        ("dashboard_factors", ["retina"], "dashboard_factors", EVERYTHING),
        ("dashboard_factors", "pin", "dashboard_factors", EVERYTHING),
        ("ceilings", {"a": "high"}, "ceilings", {"a": Risk.READ}),
        ("ceilings", {"a": 4}, "ceilings", {"a": Risk.READ}),
        ("trash_days", 1, "trash_days", 30),
        ("trash_days", "never", "trash_days", 30),
    ],
)
def test_a_broken_option_is_the_safer_one(
    key: str, broken: object, field: str, safe: object
) -> None:
    """A slip of the hand in a file opens nothing."""
    assert getattr(Policy.read({key: broken}), field) == safe


@pytest.mark.parametrize(
    ("key", "broken", "field", "safe"),
    [
        ("factors", ["pin", "retina"], "factors", EVERYTHING),
        ("factors", 5, "factors", EVERYTHING),
        ("satellites", "hall", "satellites", frozenset()),
        ("chat", "on", "chat", False),
        ("window", "always", "window", NEVER),
        ("window", {"after": "25:00"}, "window", NEVER),
        ("window", {"after": "07:00+01:00"}, "window", NEVER),
        ("window", {"after": 7}, "window", NEVER),
        ("window", {"weekdays": ["monn"]}, "window", NEVER),
        ("window", {"weekdays": []}, "window", NEVER),
        ("cooldown", -1, "cooldown", MAX_COOLDOWN),
        ("cooldown", "1 min", "cooldown", MAX_COOLDOWN),
        ("cooldown", float("nan"), "cooldown", MAX_COOLDOWN),
        ("rate", 1000, "rate", 0),
        ("rate", True, "rate", 0),
        ("homekit", "true", "homekit", False),
        ("risk", "none", "risk", Risk.UNSECURING),
        ("risk", "securing", "risk", Risk.UNSECURING),
        ("risk", "read", "risk", Risk.UNSECURING),
        ("risk", 1, "risk", Risk.UNSECURING),
    ],
)
def test_a_broken_rule_allows_less(
    key: str, broken: object, field: str, safe: object
) -> None:
    """Nor does one in a rule."""
    rule = Rule.read({"entity_id": "lock.front", key: broken})
    assert getattr(rule, field) == safe


def test_a_rule_for_nothing_is_no_rule() -> None:
    """A rule has to say what for."""
    assert Policy.read({}, [{}, {"entity_id": 5}, {"entity_id": ""}]).rules == {}


def test_two_rules_for_one_lock_open_it_for_nobody() -> None:
    """Which of them the owner meant is not guessed."""
    wide = {"entity_id": "lock.front", "satellites": ["a"], "homekit": True}
    policy = Policy.read({"preset": "balanced"}, [wide, {**wide, "risk": "comfort"}])
    rule = policy.rules["lock.front"]
    assert not (rule.satellites or rule.chat or rule.homekit)
    assert rule.risk is Risk.UNSECURING


@pytest.mark.parametrize("preset", [Preset.BALANCED, Preset.STRICT])
def test_no_rule_goes_without_a_secret(preset: Preset) -> None:
    """That somebody is home, or says yes, opens no door by itself."""
    terms = PRESETS[preset]
    assert terms
    assert terms.factors & SECRETS
    weak = {"entity_id": "lock.front", "factors": ["presence", "confirm"]}
    policy = Policy.read({"preset": preset}, [weak])
    assert policy.factors("lock.front") == terms.factors | {
        Factor.PRESENCE,
        Factor.CONFIRM,
    }


def test_a_rule_says_itself_how_it_is_proven_or_leaves_it_to_the_preset() -> None:
    """Entity by entity, as the owner likes."""
    rules: list[dict[str, object]] = [
        {"entity_id": "lock.front"},
        {"entity_id": "lock.shed", "factors": ["pin"]},
    ]
    policy = Policy.read({"preset": "strict"}, rules)
    assert policy.factors("lock.front") == frozenset({Factor.PHONE, Factor.PRESENCE})
    assert policy.factors("lock.shed") == frozenset({Factor.PIN})
    assert policy.factors("lock.other") is None
    assert policy.factors(None) is None
    assert Policy.read({"preset": "off"}, rules).factors("lock.shed") is None


NIGHT = Window(after=time(22), before=time(6), weekdays=frozenset({"fri"}))
DAYTIME = Window(after=time(7), before=time(22))


@pytest.mark.parametrize(
    ("window", "now", "opened"),
    [
        (Window(), "2026-11-20T03:00", True),
        (DAYTIME, "2026-11-20T07:00", True),
        (DAYTIME, "2026-11-20T21:59:59", True),
        (DAYTIME, "2026-11-20T22:00", False),
        (DAYTIME, "2026-11-20T06:59:59", False),
        (NIGHT, "2026-11-20T21:59", False),
        (NIGHT, "2026-11-20T22:00", True),
        (NIGHT, "2026-11-21T05:59", True),
        (NIGHT, "2026-11-21T06:00", False),
        (NIGHT, "2026-11-21T22:30", False),
        (NIGHT, "2026-11-20T05:00", False),
        (
            Window(after=time(22), before=time(6), weekdays=frozenset({"sun"})),
            "2026-11-23T01:00",
            True,
        ),
        (Window(after=time(8)), "2026-11-20T23:59", True),
        (Window(before=time(8)), "2026-11-20T08:00", False),
        (Window(after=time(8), before=time(8)), "2026-11-20T08:00", False),
        (NEVER, "2026-11-20T12:00", False),
    ],
)
def test_a_window_is_open_by_the_clock_on_the_wall(
    window: Window, now: str, opened: bool
) -> None:
    """A night belongs to the day it began on."""
    assert window.contains(datetime.fromisoformat(now)) is opened


@pytest.mark.parametrize("fold", [0, 1])
def test_a_window_keeps_its_hours_when_the_clock_is_changed(fold: int) -> None:
    """In both hours from two to three, and over the hour that is missing."""
    window = Window(after=time(2), before=time(3))
    assert window.contains(datetime(2026, 10, 25, 2, 30, tzinfo=BERLIN, fold=fold))
    assert not window.contains(datetime(2026, 10, 25, 3, 0, tzinfo=BERLIN))
    spring = Window(after=time(22), before=time(6))
    assert spring.contains(datetime(2026, 3, 29, 5, 59, tzinfo=BERLIN))
    assert not spring.contains(datetime(2026, 3, 29, 6, 0, tzinfo=BERLIN))


@given(
    options=st.dictionaries(st.sampled_from(OPTION_KEYS), JSON),
    rules=st.lists(
        st.dictionaries(st.sampled_from(RULE_KEYS), JSON).map(
            lambda data: {"entity_id": "lock.front"} | data
        ),
        max_size=3,
    ),
)
def test_whatever_is_stored_can_be_read(
    options: dict[str, object], rules: list[dict[str, object]]
) -> None:
    """No entry keeps the guard from starting, and none makes it lenient."""
    policy = Policy.read(options, rules)
    for rule in policy.rules.values():
        assert 0 <= rule.rate <= 100
        assert 0 <= rule.cooldown <= MAX_COOLDOWN
        assert rule.window.weekdays <= {*WEEKDAYS}
        factors = policy.factors(rule.entity_id)
        assert factors is None or factors & SECRETS
