"""Who may do what: as people would tell it, and for every wish there can be."""

from dataclasses import replace
from datetime import UTC, datetime, time, timedelta
from typing import Any

from hypothesis import given, settings, strategies as st
import pytest

from custom_components.kaizen.guard.decide import decide
from custom_components.kaizen.guard.model import (
    Allow,
    Caller,
    Challenge,
    Decision,
    Deny,
    DenyReason,
    Factor,
    Origin,
    Request,
    Risk,
    Surroundings,
    TaintSource,
    Tier,
)
from custom_components.kaizen.guard.policy import Policy, Preset, Rule
from custom_components.kaizen.guard.window import NEVER, WEEKDAYS, Window

PIN, PHONE, CONFIRM, PRESENCE = Factor
HALL, DOORBELL = "assist_satellite.hall", "assist_satellite.doorbell"
NOON = datetime(2026, 11, 20, 12, tzinfo=UTC)
RULE = Rule(entity_id="lock.front", satellites=frozenset({HALL}))
BALANCED = Policy(preset=Preset.BALANCED, rules={"lock.front": RULE})
STRICT = replace(BALANCED, preset=Preset.STRICT)
OFF = replace(BALANCED, preset=Preset.OFF)
HOME = Surroundings(someone_home=True)

SPOKEN = Caller(origin=Origin.VOICE, tier=Tier.ANONYMOUS, satellite_id=HALL)
MODEL = replace(SPOKEN, origin=Origin.MODEL)
TYPED = Caller(
    origin=Origin.MODEL, tier=Tier.OWNER, user_id="anna", conversation_id="c1"
)
TAPPED = Caller(origin=Origin.DASHBOARD, tier=Tier.OWNER, user_id="anna")
AUTOMATION = Caller(origin=Origin.AUTOMATION, tier=Tier.AUTOMATION)
APPLE = Caller(origin=Origin.HOMEKIT, tier=Tier.ANONYMOUS)
VISITOR = Caller(
    origin=Origin.GUEST, tier=Tier.GUEST, user_id="g", conversation_id="c2"
)


def wish(
    caller: Caller = SPOKEN, risk: Risk = Risk.UNSECURING, **changes: Any
) -> Request:
    """Return a wish to unlock the front door, or another."""
    wanted = Request(
        verb="lock.unlock", entity_id="lock.front", risk=risk, caller=caller, now=NOON
    )
    return replace(wanted, **changes)


def denied(decision: Decision) -> DenyReason | None:
    """Return why, if it is denied."""
    return decision.reason if isinstance(decision, Deny) else None


def ruled(policy: Policy = BALANCED, **changes: Any) -> Policy:
    """Return a policy with another rule for the front door."""
    return replace(policy, rules={"lock.front": replace(RULE, **changes)})


@pytest.mark.parametrize("caller", [SPOKEN, MODEL, TYPED])
def test_words_unlock_nothing_until_they_are_proven(caller: Caller) -> None:
    """Not by voice, not by a model, not typed by the owner."""
    asked = decide(wish(caller), BALANCED, HOME)
    assert asked == Challenge(factors=frozenset({PIN}), rule="proof")
    proven = wish(caller, proven=frozenset({PIN}))
    assert decide(proven, BALANCED, HOME) == Allow(rule="proven")


def test_the_strict_preset_asks_a_phone() -> None:
    """A PIN proves nothing there, and only a room will do."""
    asked = decide(wish(proven=frozenset({PIN})), STRICT, HOME)
    assert asked == Challenge(factors=frozenset({PHONE}), rule="proof")
    assert denied(decide(wish(TYPED), STRICT, HOME)) is DenyReason.ROOM


def test_a_rule_asks_for_its_own_factors_one_after_the_other() -> None:
    """What is proven is not asked for again."""
    policy = ruled(factors=frozenset({PIN, PHONE, CONFIRM}))
    for proven, left in (
        (frozenset(), {PIN, PHONE, CONFIRM}),
        (frozenset({PIN}), {PHONE, CONFIRM}),
        (frozenset({PIN, CONFIRM}), {PHONE}),
    ):
        asked = decide(wish(proven=proven), policy, Surroundings())
        assert isinstance(asked, Challenge)
        assert asked.factors == left


@pytest.mark.parametrize(
    ("request_", "policy", "house", "reason", "line"),
    [
        (wish(), OFF, HOME, DenyReason.OFF, "off"),
        (wish(entity_id="lock.back"), BALANCED, HOME, DenyReason.OFF, "off"),
        (wish(several=True), BALANCED, HOME, DenyReason.BULK, "bulk"),
        (wish(toggles=True), BALANCED, HOME, DenyReason.TOGGLE, "toggle"),
        (wish(entity_id=None), BALANCED, HOME, DenyReason.RAW, "raw"),
        (wish(verb="hubitat.unlock"), BALANCED, HOME, DenyReason.RAW, "raw"),
        (
            wish(),
            BALANCED,
            replace(HOME, locked_out=True),
            DenyReason.LOCKED_OUT,
            "locked_out",
        ),
        (
            wish(replace(SPOKEN, satellite_id=DOORBELL)),
            BALANCED,
            HOME,
            DenyReason.ROOM,
            "zone",
        ),
        (wish(), ruled(satellites=frozenset()), HOME, DenyReason.ROOM, "zone"),
        (wish(TYPED), ruled(chat=False), HOME, DenyReason.ROOM, "zone"),
        (
            wish(replace(TYPED, satellite_id=DOORBELL)),
            BALANCED,
            HOME,
            DenyReason.ROOM,
            "zone",
        ),
        (
            wish(replace(SPOKEN, satellite_id=None)),
            BALANCED,
            HOME,
            DenyReason.ANONYMOUS,
            "binding",
        ),
        (
            wish(replace(TYPED, conversation_id=None)),
            BALANCED,
            HOME,
            DenyReason.ANONYMOUS,
            "binding",
        ),
        (
            wish(replace(TYPED, user_id=None)),
            BALANCED,
            HOME,
            DenyReason.ANONYMOUS,
            "binding",
        ),
        (wish(), ruled(window=NEVER), HOME, DenyReason.WINDOW, "window"),
        (
            wish(),
            ruled(window=Window(after=time(13), before=time(6))),
            HOME,
            DenyReason.WINDOW,
            "window",
        ),
        (
            wish(),
            ruled(cooldown=60),
            replace(HOME, last_unsecured=NOON - timedelta(seconds=59)),
            DenyReason.COOLDOWN,
            "cooldown",
        ),
        (
            wish(),
            ruled(rate=3),
            replace(HOME, unsecured_today=3),
            DenyReason.RATE,
            "rate",
        ),
        (wish(), BALANCED, Surroundings(), DenyReason.PRESENCE, "presence"),
        (
            wish(replace(SPOKEN, taint=frozenset({TaintSource.WEB}))),
            BALANCED,
            HOME,
            DenyReason.TAINTED,
            "taint",
        ),
        (wish(VISITOR), BALANCED, HOME, DenyReason.GUEST, "guest"),
        (
            wish(replace(TAPPED, tier=Tier.GUEST)),
            BALANCED,
            HOME,
            DenyReason.GUEST,
            "guest",
        ),
        (
            wish(replace(SPOKEN, tier=Tier.NOBODY)),
            BALANCED,
            HOME,
            DenyReason.TIER,
            "nobody",
        ),
        (
            wish(),
            replace(BALANCED, ceilings={HALL: Risk.SENSITIVE}),
            HOME,
            DenyReason.TIER,
            "ceiling",
        ),
    ],
)
def test_no_proof_outweighs(
    request_: Request,
    policy: Policy,
    house: Surroundings,
    reason: DenyReason,
    line: str,
) -> None:
    """A lockout, a room, an hour, a whole floor, an empty house, a stranger's words."""
    assert decide(request_, policy, house) == Deny(reason=reason, rule=line)
    proven = replace(request_, proven=frozenset(Factor))
    assert decide(proven, policy, house) == Deny(reason=reason, rule=line)


def test_a_loudspeaker_is_not_a_person() -> None:
    """The television asks for nothing grave; whoever knows the PIN is no television."""
    loud = replace(HOME, loud=True)
    assert denied(decide(wish(), BALANCED, loud)) is DenyReason.LOUD
    said_yes = wish(proven=frozenset({CONFIRM}))
    assert denied(decide(said_yes, BALANCED, loud)) is DenyReason.LOUD
    siren = wish(risk=Risk.SENSITIVE, entity_id="siren.roof")
    assert denied(decide(siren, BALANCED, loud)) is DenyReason.LOUD
    assert isinstance(decide(wish(risk=Risk.COMFORT), BALANCED, loud), Allow)
    proven = wish(proven=frozenset({PIN}))
    assert isinstance(decide(proven, BALANCED, loud), Allow)


def test_a_conversation_that_read_the_web_is_believed_by_phone_alone() -> None:
    """Also when the right PIN was said."""
    tainted = replace(SPOKEN, taint=frozenset({TaintSource.CALENDAR}))
    asked = decide(wish(tainted), STRICT, HOME)
    assert asked == Challenge(factors=frozenset({PHONE}), rule="proof")
    proven = wish(tainted, proven=frozenset({PHONE}))
    assert isinstance(decide(proven, STRICT, HOME), Allow)


def test_motion_in_the_room_is_presence_enough() -> None:
    """For those who carry no tracker."""
    moved = Surroundings(motion_near=True)
    assert isinstance(decide(wish(), BALANCED, moved), Challenge)


def test_a_rule_opens_again_when_its_time_has_come() -> None:
    """The cool-down ends, the window opens, the day's count falls."""
    policy = ruled(cooldown=60, rate=3, window=Window(after=time(12), before=time(13)))
    house = replace(
        HOME, last_unsecured=NOON - timedelta(seconds=60), unsecured_today=2
    )
    assert isinstance(decide(wish(), policy, house), Challenge)


def test_times_without_a_zone_are_compared_too() -> None:
    """A cool-down never fails for what an old record left out."""
    house = replace(HOME, last_unsecured=NOON.replace(tzinfo=None))
    assert denied(decide(wish(), ruled(cooldown=60), house)) is DenyReason.COOLDOWN


@pytest.mark.parametrize("caller", [TAPPED, AUTOMATION])
def test_wrong_pins_said_in_a_room_lock_nobody_out_of_a_page(caller: Caller) -> None:
    """A lockout is for those who are asked for proof."""
    locked = Surroundings(locked_out=True)
    assert isinstance(decide(wish(caller), BALANCED, locked), Allow)


@pytest.mark.parametrize("caller", [SPOKEN, MODEL, TYPED, TAPPED, AUTOMATION, APPLE])
def test_locking_is_never_delayed(caller: Caller) -> None:
    """Locked out, loud, for a whole floor, in the night: lock, close and arm."""
    worst = Surroundings(locked_out=True, loud=True, unsecured_today=99)
    policy = replace(
        OFF, rules={}, ceilings={HALL: Risk.READ}, automations_unsecure=False
    )
    locking = wish(caller, Risk.SECURING, several=True, toggles=True, entity_id=None)
    assert decide(locking, policy, worst) == Allow(rule="securing")


def test_a_guest_has_the_lamp_of_the_guest_room() -> None:
    """And may look, and nothing else."""
    policy = replace(BALANCED, guest_entities=frozenset({"light.guest", "lock.front"}))
    lamp = wish(VISITOR, Risk.COMFORT, entity_id="light.guest")
    other = wish(VISITOR, Risk.COMFORT, entity_id="light.bedroom")
    assert isinstance(decide(lamp, policy, HOME), Allow)
    assert denied(decide(other, policy, HOME)) is DenyReason.GUEST
    assert isinstance(decide(wish(VISITOR, Risk.READ), policy, HOME), Allow)
    for risk in (Risk.SECURING, Risk.SENSITIVE, Risk.UNSECURING):
        asked = wish(VISITOR, risk, proven=frozenset(Factor))
        assert denied(decide(asked, policy, HOME)) is DenyReason.GUEST


@pytest.mark.parametrize(
    ("caller", "outcome"),
    [
        (TYPED, Allow(rule="proven")),
        (TAPPED, Allow(rule="proven")),
        (AUTOMATION, Allow(rule="proven")),
        (APPLE, Allow(rule="proven")),
        (
            replace(TYPED, taint=frozenset({TaintSource.WEB})),
            Challenge(factors=frozenset({CONFIRM}), rule="proof"),
        ),
        (SPOKEN, Challenge(factors=frozenset({CONFIRM}), rule="proof")),
        (
            replace(SPOKEN, satellite_id=None),
            Deny(reason=DenyReason.ANONYMOUS, rule="binding"),
        ),
        (
            replace(TAPPED, tier=Tier.ANONYMOUS),
            Deny(reason=DenyReason.TIER, rule="stranger"),
        ),
        (
            replace(AUTOMATION, tier=Tier.ANONYMOUS),
            Deny(reason=DenyReason.TIER, rule="stranger"),
        ),
    ],
)
def test_what_is_delicate_is_read_back_to_whom_nobody_knows(
    caller: Caller, outcome: Decision
) -> None:
    """Water, siren and cameras: a yes will do, but somebody has to say it."""
    assert decide(wish(caller, Risk.SENSITIVE), OFF, Surroundings()) == outcome


@pytest.mark.parametrize("preset", Preset)
def test_a_person_unlocks_from_a_page_of_their_own(preset: Preset) -> None:
    """Whatever the preset; with proof where the owner wants it."""
    policy = Policy(preset=preset)
    tapped = wish(TAPPED, several=True)
    assert isinstance(decide(tapped, policy, Surroundings()), Allow)
    asking = replace(policy, dashboard_factors=frozenset({PIN, PRESENCE}))
    assert denied(decide(tapped, asking, Surroundings())) is DenyReason.PRESENCE
    asked = decide(tapped, asking, HOME)
    assert asked == Challenge(factors=frozenset({PIN}), rule="proof")
    proven = replace(tapped, proven=frozenset({PIN}))
    assert isinstance(decide(proven, asking, HOME), Allow)
    locked = replace(HOME, locked_out=True)
    assert denied(decide(proven, asking, locked)) is DenyReason.LOCKED_OUT
    raw = replace(tapped, entity_id=None)
    assert denied(decide(raw, asking, HOME)) is DenyReason.RAW
    assert isinstance(decide(raw, policy, HOME), Allow)


def test_automations_unlock_unless_the_owner_forbids_it() -> None:
    """So does an app with an account of its own, which is none of a person."""
    app = Caller(origin=Origin.DASHBOARD, tier=Tier.AUTOMATION, user_id="supervisor")
    forbidden = replace(OFF, automations_unsecure=False)
    for caller in (AUTOMATION, replace(AUTOMATION, tier=Tier.OWNER), app):
        assert isinstance(decide(wish(caller), OFF, Surroundings()), Allow)
        refused = decide(wish(caller), forbidden, HOME)
        assert denied(refused) is DenyReason.AUTOMATION


def test_apple_home_unlocks_what_the_rule_says() -> None:
    """By default nothing; and not against the rule's hours."""
    assert denied(decide(wish(APPLE), BALANCED, HOME)) is DenyReason.HOMEKIT
    unruled = wish(APPLE, entity_id="lock.back")
    assert denied(decide(unruled, BALANCED, HOME)) is DenyReason.HOMEKIT
    assert isinstance(decide(wish(APPLE), ruled(OFF, homekit=True), HOME), Allow)
    closed = ruled(homekit=True, window=NEVER)
    assert denied(decide(wish(APPLE), closed, HOME)) is DenyReason.WINDOW
    spent = decide(
        wish(APPLE), ruled(homekit=True, rate=1), replace(HOME, unsecured_today=1)
    )
    assert denied(spent) is DenyReason.RATE


def test_a_satellite_at_the_door_stays_below_its_ceiling() -> None:
    """Whoever rings may not even switch a lamp, but may lock."""
    policy = replace(BALANCED, ceilings={HALL: Risk.READ})
    lamp = wish(risk=Risk.COMFORT)
    assert denied(decide(lamp, policy, HOME)) is DenyReason.TIER
    assert isinstance(decide(wish(risk=Risk.SECURING), policy, HOME), Allow)
    assert isinstance(decide(wish(TYPED, Risk.COMFORT), policy, HOME), Allow)


FACTORS = st.frozensets(st.sampled_from(Factor))
ENTITIES = st.sampled_from(["lock.front", "cover.garage", None])
SATELLITES = st.none() | st.sampled_from([HALL, DOORBELL])
NOWS = st.datetimes(timezones=st.none() | st.just(UTC))
WINDOWS = st.builds(
    Window,
    after=st.none() | st.times(),
    before=st.none() | st.times(),
    weekdays=st.frozensets(st.sampled_from(WEEKDAYS)),
) | st.just(Window())
RULES = st.builds(
    Rule,
    entity_id=st.just("lock.front"),
    factors=FACTORS,
    satellites=st.frozensets(st.sampled_from([HALL, DOORBELL])),
    chat=st.booleans(),
    window=WINDOWS,
    cooldown=st.sampled_from([0, 60, 86_400]),
    rate=st.integers(0, 5),
    homekit=st.booleans(),
)
POLICIES = st.builds(
    Policy,
    preset=st.sampled_from(Preset),
    rules=st.just({}) | RULES.map(lambda rule: {rule.entity_id: rule}),
    guest_entities=st.frozensets(st.just("lock.front")),
    automations_unsecure=st.booleans(),
    dashboard_factors=FACTORS,
    ceilings=st.dictionaries(st.just(HALL), st.sampled_from(Risk)),
)
CALLERS = st.builds(
    Caller,
    origin=st.sampled_from(Origin),
    tier=st.sampled_from(Tier),
    user_id=st.none() | st.just("anna"),
    satellite_id=SATELLITES,
    conversation_id=st.none() | st.just("c1"),
    taint=st.frozensets(st.sampled_from(TaintSource), max_size=1),
)
REQUESTS = st.builds(
    Request,
    verb=st.sampled_from(["lock.unlock", "hubitat.unlock"]),
    entity_id=ENTITIES,
    risk=st.sampled_from(Risk),
    caller=CALLERS,
    now=NOWS,
    several=st.booleans(),
    toggles=st.booleans(),
    proven=FACTORS,
)
HOUSES = st.builds(
    Surroundings,
    locked_out=st.booleans(),
    someone_home=st.booleans(),
    motion_near=st.booleans(),
    loud=st.booleans(),
    last_unsecured=st.none() | NOWS,
    unsecured_today=st.integers(0, 6),
)


@settings(max_examples=500)
@given(request_=REQUESTS, policy=POLICIES, house=HOUSES)
def test_words_never_unsecure_without_all_of_their_proof(
    request_: Request, policy: Policy, house: Surroundings
) -> None:
    """For every wish, every policy and every house; and there is always an answer."""
    decision = decide(request_, policy, house)
    talk = request_.caller.origin.is_talk
    if not (talk and request_.risk is Risk.UNSECURING and isinstance(decision, Allow)):
        return
    rule = policy.rule(request_.entity_id)
    factors = policy.factors(request_.entity_id)
    assert rule
    assert factors
    assert policy.preset is not Preset.OFF
    assert factors & {PIN, PHONE}
    assert factors - {PRESENCE} <= request_.proven
    assert PRESENCE not in factors or house.someone_home or house.motion_near
    assert PHONE in factors or not request_.caller.taint
    assert request_.caller.satellite_id in {None, *rule.satellites}
    assert request_.caller.satellite_id or policy.preset is Preset.BALANCED
    assert house.unsecured_today < rule.rate
    assert rule.window.contains(request_.now)
    assert not (house.locked_out or request_.several or request_.toggles)
    assert request_.caller.tier not in (Tier.GUEST, Tier.NOBODY)


PROVEN = st.builds(
    replace,
    REQUESTS,
    caller=st.builds(
        replace,
        CALLERS,
        origin=st.sampled_from([o for o in Origin if o.is_talk]),
        satellite_id=st.just(HALL),
    ),
    risk=st.just(Risk.UNSECURING),
    entity_id=st.just("lock.front"),
    verb=st.just("lock.unlock"),
    proven=st.just(frozenset(Factor)),
)


@settings(max_examples=500)
@given(request_=PROVEN, rule=RULES, policy=POLICIES, house=HOUSES)
def test_words_that_come_close_never_unsecure_either(
    request_: Request, rule: Rule, policy: Policy, house: Surroundings
) -> None:
    """The same, where almost everything is right."""
    policy = replace(policy, rules={rule.entity_id: rule})
    if isinstance(decide(request_, policy, house), Allow):
        assert policy.preset is not Preset.OFF
        assert HALL in rule.satellites
        assert not (house.locked_out or request_.several or request_.toggles)
        missing = replace(request_, proven=frozenset({PRESENCE, CONFIRM}))
        assert not isinstance(decide(missing, policy, house), Allow)


@given(request_=REQUESTS, policy=POLICIES, house=HOUSES)
def test_securing_is_for_everybody_but_guests(
    request_: Request, policy: Policy, house: Surroundings
) -> None:
    """Whatever else is so."""
    caller = request_.caller
    if caller.origin is Origin.GUEST or caller.tier in (Tier.GUEST, Tier.NOBODY):
        return
    securing = replace(request_, risk=Risk.SECURING)
    assert isinstance(decide(securing, policy, house), Allow)


@given(
    request_=REQUESTS | PROVEN,
    policy=POLICIES,
    rule=RULES,
    house=HOUSES,
    satellite=st.sampled_from([HALL, DOORBELL]),
    ceiling=st.sampled_from(Risk),
)
def test_a_restriction_more_never_opens_anything(
    request_: Request,
    policy: Policy,
    rule: Rule,
    house: Surroundings,
    satellite: str,
    ceiling: Risk,
) -> None:
    """What was denied stays denied, whatever the owner takes away."""
    policy = replace(policy, rules={rule.entity_id: rule})
    if not isinstance(decide(request_, policy, house), Deny):
        return
    ceilings = dict(policy.ceilings)
    ceilings[satellite] = min(ceiling, ceilings.get(satellite, ceiling))
    stricter_rules = [
        replace(rule, satellites=rule.satellites - {satellite}),
        replace(rule, chat=False),
        replace(rule, window=NEVER),
        replace(rule, cooldown=86_400),
        replace(rule, rate=max(0, rule.rate - 1)),
        replace(rule, homekit=False),
    ]
    stricter = [
        replace(policy, preset=Preset.OFF),
        replace(policy, rules={}),
        replace(policy, automations_unsecure=False),
        replace(policy, dashboard_factors=frozenset(Factor)),
        replace(policy, guest_entities=frozenset()),
        replace(policy, ceilings=ceilings),
        *(replace(policy, rules={r.entity_id: r}) for r in stricter_rules),
    ]
    for changed in stricter:
        assert isinstance(decide(request_, changed, house), Deny)
    worse_houses = [
        replace(house, locked_out=True),
        replace(house, loud=True),
        replace(house, someone_home=False, motion_near=False),
        replace(house, unsecured_today=house.unsecured_today + 1),
    ]
    for worse in worse_houses:
        assert isinstance(decide(request_, policy, worse), Deny)
    for graver in (
        replace(request_, several=True),
        replace(request_, toggles=True),
        replace(
            request_,
            caller=replace(request_.caller, taint=frozenset({TaintSource.WEB})),
        ),
        replace(request_, proven=frozenset()),
    ):
        assert isinstance(decide(graver, policy, house), Deny)
