"""Who somebody is to the house."""

from dataclasses import replace

import pytest

from custom_components.kaizen.guard.model import Origin, Risk, Tier
from custom_components.kaizen.guard.policy import Policy
from custom_components.kaizen.guard.tiers import LIMITS, Account, Memories, tier_of

HOUSE = Policy(
    owners=frozenset({"anna", "visitor", "helper"}),
    guests=frozenset({"carl", "visitor", "boss"}),
)
CHOSEN = replace(HOUSE, trust_everyone=False, trusted=frozenset({"ben"}))
BOSS = Account(user_id="boss", is_owner=True, is_admin=True)
ANNA = Account(user_id="anna", is_admin=True)
BEN = Account(user_id="ben")
DORA = Account(user_id="dora")


@pytest.mark.parametrize(
    ("origin", "account", "policy", "tier"),
    [
        (Origin.DASHBOARD, BOSS, Policy(), Tier.OWNER),
        (Origin.DASHBOARD, BOSS, HOUSE, Tier.OWNER),
        (Origin.MODEL, ANNA, HOUSE, Tier.OWNER),
        (Origin.MODEL, ANNA, Policy(), Tier.TRUSTED),
        (Origin.MODEL, replace(ANNA, is_admin=False), HOUSE, Tier.TRUSTED),
        (Origin.MODEL, replace(ANNA, is_admin=False), CHOSEN, Tier.TRUSTED),
        (Origin.MODEL, replace(ANNA, read_only=True), HOUSE, Tier.GUEST),
        (
            Origin.MODEL,
            Account(user_id="visitor", is_admin=True),
            HOUSE,
            Tier.GUEST,
        ),
        (Origin.DASHBOARD, BEN, HOUSE, Tier.TRUSTED),
        (Origin.DASHBOARD, BEN, CHOSEN, Tier.TRUSTED),
        (Origin.DASHBOARD, DORA, HOUSE, Tier.TRUSTED),
        (Origin.DASHBOARD, DORA, CHOSEN, Tier.GUEST),
        (Origin.VOICE, replace(DORA, read_only=True), HOUSE, Tier.GUEST),
        (Origin.VOICE, Account(user_id="carl"), HOUSE, Tier.GUEST),
        (Origin.DASHBOARD, replace(BOSS, is_active=False), HOUSE, Tier.NOBODY),
        (Origin.GUEST, replace(DORA, is_active=False), HOUSE, Tier.NOBODY),
        (Origin.GUEST, BOSS, HOUSE, Tier.GUEST),
        (Origin.GUEST, None, HOUSE, Tier.GUEST),
        (Origin.VOICE, None, HOUSE, Tier.ANONYMOUS),
        (Origin.MODEL, None, HOUSE, Tier.ANONYMOUS),
        (Origin.SENTENCE, None, HOUSE, Tier.ANONYMOUS),
        (Origin.HOMEKIT, None, HOUSE, Tier.ANONYMOUS),
        (Origin.DASHBOARD, None, HOUSE, Tier.ANONYMOUS),
        (Origin.AUTOMATION, None, HOUSE, Tier.AUTOMATION),
        (Origin.VOICE, replace(BOSS, system=True), HOUSE, Tier.ANONYMOUS),
        (Origin.DASHBOARD, replace(DORA, system=True), HOUSE, Tier.AUTOMATION),
    ],
)
def test_who_somebody_is_to_the_house(
    origin: Origin, account: Account | None, policy: Policy, tier: Tier
) -> None:
    """A telephone speaks for nobody, and whoever may only look is a guest."""
    assert tier_of(origin, account, policy) is tier


def test_every_tier_has_its_limits() -> None:
    """Less trust never means more of anything."""
    assert {*LIMITS} == {*Tier}
    guest, owner, nobody = LIMITS[Tier.GUEST], LIMITS[Tier.OWNER], LIMITS[Tier.NOBODY]
    assert guest.risk is Risk.COMFORT
    assert guest.listed_entities_only
    assert guest.memory is Memories.NONE
    assert not guest.hardware
    assert guest.searches < LIMITS[Tier.ANONYMOUS].searches < owner.searches
    assert guest.answer_tokens < owner.answer_tokens
    assert LIMITS[Tier.ANONYMOUS].memory is Memories.SHARED
    assert nobody.risk is None
    assert nobody.searches == nobody.answer_tokens == 0
