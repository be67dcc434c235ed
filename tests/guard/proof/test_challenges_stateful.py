"""Whatever happens in whatever order, nothing is done twice, late, elsewhere or instead."""

from dataclasses import dataclass

from hypothesis import settings, strategies as st
from hypothesis.stateful import Bundle, RuleBasedStateMachine, invariant, rule

from custom_components.kaizen.guard.model import Action, Factor
from custom_components.kaizen.guard.proof.challenges import (
    MOST_OPEN,
    SECONDS,
    Binding,
    ChallengeBook,
    OpenChallenge,
    Proof,
)

BINDINGS = [
    Binding(satellite_id="assist_satellite.kitchen"),
    Binding(satellite_id="assist_satellite.hall"),
    Binding(user_id="anna", conversation_id="01J"),
    Binding(user_id="ben", conversation_id="01J"),
]
ACTIONS = [
    Action(verb=verb, entity_id=entity_id, parameters=parameters)
    for verb, entity_id in (("lock.unlock", "lock.front"), ("lock.unlock", "lock.back"))
    for parameters in ({}, {"force": True})
]
FACTORS = [
    frozenset(factors)
    for factors in (
        {Factor.PIN},
        {Factor.CONFIRM},
        {Factor.PHONE},
        {Factor.PIN, Factor.PHONE},
    )
]


@dataclass(slots=True)
class Wish:
    """What the test knows of a challenge it has opened."""

    action: Action
    binding: Binding
    factors: frozenset[Factor]
    opened: float
    proven: set[Factor]
    alive: bool = True
    done: bool = False


class Challenges(RuleBasedStateMachine):
    """People, intruders and clocks against one book."""

    wishes = Bundle("wishes")

    def __init__(self) -> None:
        """Begin with an empty book."""
        super().__init__()
        self.book = ChallengeBook()
        self.now = 0.0
        self.known: dict[str, Wish] = {}

    @rule(
        target=wishes,
        action=st.sampled_from(ACTIONS),
        binding=st.sampled_from(BINDINGS),
        factors=st.sampled_from(FACTORS),
    )
    def wish(self, action: Action, binding: Binding, factors: frozenset[Factor]) -> str:
        """Somebody wishes something that must be proven."""
        challenge = self.book.open(action, binding, factors, self.now)
        assert challenge.id not in self.known
        for older in self.known.values():
            older.alive = older.alive and older.binding != binding
        self.known[challenge.id] = Wish(action, binding, factors, self.now, set())
        return challenge.id

    @rule(
        challenge_id=wishes,
        factor=st.sampled_from(list(Factor)),
        binding=st.sampled_from([*BINDINGS, None]),
    )
    def prove(self, challenge_id: str, factor: Factor, binding: Binding | None) -> None:
        """Somebody proves something somewhere, rightly or not."""
        wish = self.known[challenge_id]
        found = self.book.prove(challenge_id, factor, self.now, binding=binding)
        expected = None if factor is Factor.PHONE else wish.binding
        due = (
            wish.alive
            and factor in wish.factors - wish.proven
            and binding == expected
            and self.now < self._deadline(wish)
        )
        assert (found is not None) == due
        if found is None:
            return
        wish.proven.add(factor)
        if isinstance(found, Proof):
            assert not wish.done
            assert wish.proven == wish.factors
            assert (found.action, found.binding) == (wish.action, wish.binding)
            wish.done, wish.alive = True, False
        else:
            assert isinstance(found, OpenChallenge)
            assert found.missing == wish.factors - wish.proven

    @rule(seconds=st.sampled_from([1.0, 20.0, 44.9, 45.0, 80.0, 120.0]))
    def wait(self, seconds: float) -> None:
        """Time goes by."""
        self.now += seconds
        for wish in self.known.values():
            wish.alive = wish.alive and self.now < self._deadline(wish)

    @rule(binding=st.sampled_from(BINDINGS))
    def say_something_else(self, binding: Binding) -> None:
        """Other words are said there."""
        self.book.cancel(binding)
        for wish in self.known.values():
            wish.alive = wish.alive and wish.binding != binding

    @rule(challenge_id=wishes, times=st.integers(1, 3))
    def mumble(self, challenge_id: str, times: int) -> None:
        """Answers are not heard."""
        for _ in range(times):
            self.book.not_heard(challenge_id, self.now)
        self._look(challenge_id)

    @rule(challenge_id=wishes)
    def guess(self, challenge_id: str) -> None:
        """A wrong answer is given."""
        self.book.wrong(challenge_id, self.now)
        self._look(challenge_id)

    @rule()
    def restart(self) -> None:
        """Home Assistant starts again."""
        self.book = ChallengeBook()
        for wish in self.known.values():
            wish.alive = False

    @rule(action=st.sampled_from(ACTIONS), other=st.sampled_from(ACTIONS))
    def call(self, action: Action, other: Action) -> None:
        """A granted call lets itself through and nothing else."""
        with self.book.granted("call", action):
            assert self.book.is_granted("call", other) == (action == other)
        assert not self.book.is_granted("call", action)

    @invariant()
    def one_a_binding(self) -> None:
        """There is at most one open challenge for each who may answer."""
        alive = [wish.binding for wish in self.known.values() if wish.alive]
        assert len(alive) == len(set(alive)) <= MOST_OPEN
        for binding in BINDINGS:
            assert (self.book.pending(binding, self.now) is not None) == (
                binding in alive
            )

    def _look(self, challenge_id: str) -> None:
        """Learn whether the book has ended a challenge; it must not have come to life."""
        wish = self.known[challenge_id]
        is_open = self.book.get(challenge_id, self.now) is not None
        assert wish.alive or not is_open
        wish.alive = is_open

    @staticmethod
    def _deadline(wish: Wish) -> float:
        missing = wish.factors - wish.proven
        return wish.opened + min((SECONDS[factor] for factor in missing), default=0.0)


Challenges.TestCase.settings = settings(
    max_examples=120, stateful_step_count=40, deadline=None
)
TestChallenges = Challenges.TestCase
