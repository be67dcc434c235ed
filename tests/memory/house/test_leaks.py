"""Whoever asks, by whatever way: nobody hears what is another's."""

from datetime import UTC, datetime
from pathlib import Path
from tempfile import TemporaryDirectory

from homeassistant.util import dt as dt_util
from hypothesis import given, settings, strategies as st

from custom_components.kaizen.guard import Caller, Memories, Tier
from custom_components.kaizen.guard.model import Origin
from custom_components.kaizen.guard.tiers import LIMITS
from custom_components.kaizen.memory.embedding import Recipe
from custom_components.kaizen.memory.model import (
    HOUSE,
    UNKNOWN_VOICE,
    Channel,
    Draft,
    Provenance,
    Scope,
    ScopeKind,
    person,
    room,
)
from custom_components.kaizen.memory.recall import Candidate, choose, read_question
from custom_components.kaizen.memory.who import Who, scopes_on_page

from tests.memory.rig import writing

PEOPLE = ("anna", "ben", "carl")
ROOMS = ("kitchen", "bedroom")

scopes = st.sampled_from(
    [HOUSE, UNKNOWN_VOICE, *map(person, PEOPLE), *map(room, ROOMS)]
)
whos = st.builds(
    lambda tier, user, area: Who(
        caller=Caller(origin=Origin.VOICE, tier=tier, user_id=user, area_id=area),
        limits=LIMITS[tier],
    ),
    st.sampled_from(Tier),
    st.sampled_from([None, *PEOPLE]),
    st.sampled_from([None, *ROOMS]),
)


def _may(who: Who, scope: Scope) -> bool:
    """Say in other words than the code whether somebody may be told a memory."""
    if who.limits.memory is Memories.NONE or scope.kind is ScopeKind.UNKNOWN:
        return False
    if scope.kind is ScopeKind.PERSON:
        return (
            who.caller.tier in (Tier.OWNER, Tier.TRUSTED)
            and scope.id == who.caller.user_id
        )
    return scope.kind is ScopeKind.HOUSE or scope.id == who.caller.area_id


@settings(max_examples=60, deadline=None)
@given(
    who=whos,
    kept=st.lists(st.tuples(scopes, st.booleans(), st.booleans()), max_size=12),
)
def test_a_turn_is_told_only_what_its_speaker_may_hear(
    who: Who, kept: list[tuple[Scope, bool, bool]]
) -> None:
    """Pinned or near, whatever an index returns by mistake."""
    with TemporaryDirectory() as folder, writing(Path(folder)) as writer:
        for number, (scope, pinned, pending) in enumerate(kept):
            came = Provenance(
                channel=Channel.TYPED, at=datetime(2026, 11, 1, tzinfo=UTC)
            )
            draft = Draft(
                text=f"fact {number}",
                scope=scope,
                provenance=came,
                pinned=pinned,
                pending=pending,
            )
            writer.add(draft, actor="test")
        everything = list(writer.everything())
    if (audience := who.audience) is None:
        return
    told = choose(
        read_question("my fact"),
        [Candidate(memory=memory, similarity=1.0) for memory in everything],
        [memory for memory in everything if memory.pinned],
        audience=audience,
        recipe=Recipe(),
        now=dt_util.utcnow(),
    )
    for one in told:
        assert _may(who, one.memory.scope)
        assert not one.memory.pending


@given(who=whos)
def test_a_page_shows_nobody_anothers(who: Who) -> None:
    """Not to the owner either; what a voice without a name said is the owner's alone."""
    seen = scopes_on_page(who, ROOMS)
    own = {scope.id for scope in seen if scope.kind is ScopeKind.PERSON}
    assert own <= {who.caller.user_id}
    assert UNKNOWN_VOICE not in seen or who.caller.tier is Tier.OWNER
    assert not seen or who.caller.tier not in (Tier.GUEST, Tier.NOBODY)
