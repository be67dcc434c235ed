"""The gate: everything that matters to the house's safety asks here first."""

from dataclasses import replace
import secrets

from homeassistant.core import HomeAssistant, callback
from homeassistant.util import dt as dt_util

from ..const import LOGGER
from .audit import AuditUnwritableError
from .command import GuardedCommand, GuardRefusedError, ProofNeededError
from .decide import decide
from .entry import async_policy
from .grants import granted
from .known import known_of
from .model import (
    Action,
    Allow,
    Caller,
    Challenge,
    Decision,
    Deny,
    DenyReason,
    Factor,
    Grant,
    Request,
    Risk,
    Surroundings,
)
from .people import async_trusted
from .policy import Policy
from .proof.lockout import Guesser
from .provenance import async_caller
from .questions import async_ask_phones
from .risk import risk_of, toggles
from .runtime import Guard, async_get, binding_of
from .store import GuardStoreError
from .surroundings import async_surroundings
from .verdicts import note_refusal


async def async_authorize(hass: HomeAssistant, command: GuardedCommand) -> None:
    """Return when a command may be sent.

    Raises:
        GuardRefusedError: It must not be sent, or not before it is proven who wishes it.
    """
    try:
        await _async_pass(hass, command)
    except GuardRefusedError as refusal:
        note_refusal(refusal)
        raise
    except Exception as err:
        LOGGER.exception("The guard could not decide on %s", command.verb)
        failed = GuardRefusedError(DenyReason.FAILED, command.label)
        note_refusal(failed)
        raise failed from err


@callback
def watches(hass: HomeAssistant, entity_id: str) -> bool:
    """Return whether the owner gave an entity a risk of its own."""
    return async_policy(hass).override(entity_id) is not None


async def _async_pass(hass: HomeAssistant, command: GuardedCommand) -> None:
    guard = async_get(hass)
    if guard is None:
        raise GuardRefusedError(DenyReason.FAILED, command.label)
    policy = async_policy(hass)
    grant = granted(guard, command)
    caller = (
        grant.caller if grant else await async_caller(hass, command.context, policy)
    )
    request = _request(guard, command, policy, caller, grant)
    surroundings = _surroundings(guard, command, request)
    decision = _settled(guard, decide(request, policy, surroundings))
    if isinstance(decision, Allow) and request.risk < Risk.SECURING:
        return
    request_id = grant.request_id if grant else secrets.token_hex(16)
    if isinstance(decision, Challenge):
        await _async_challenge(guard, policy, command, request, decision, request_id)
    await _async_record(guard, command, request, decision, request_id)
    if isinstance(decision, Deny):
        if decision.reason is DenyReason.BULK and (binding := binding_of(caller)):
            guard.book.cancel(binding)
        raise GuardRefusedError(decision.reason, command.label)
    if request.risk is Risk.UNSECURING:
        await _async_count(guard, policy, command, request)


def _request(
    guard: Guard,
    command: GuardedCommand,
    policy: Policy,
    caller: Caller,
    grant: Grant | None,
) -> Request:
    entity_id = command.entity_id
    risk = risk_of(
        command.verb,
        command.parameters,
        known_of(guard.hass, entity_id),
        policy.override(entity_id),
    )
    unsecures = risk is Risk.UNSECURING and grant is None
    return Request(
        verb=command.verb,
        entity_id=entity_id,
        risk=risk,
        caller=caller,
        now=dt_util.now(),
        several=unsecures and _is_one_of_several(guard, command),
        toggles=toggles(command.verb),
        proven=grant.factors if grant else frozenset(),
    )


def _is_one_of_several(guard: Guard, command: GuardedCommand) -> bool:
    """Return whether one call, or all that one sentence began, is to unsecure more than this."""
    if command.context is None or command.entity_id is None:
        return False
    entities = guard.wished.setdefault(command.context.id, set())
    entities.add(command.entity_id)
    return len(entities) > 1


def _surroundings(
    guard: Guard, command: GuardedCommand, request: Request
) -> Surroundings:
    caller = request.caller
    here = async_surroundings(guard.hass, caller.satellite_id, caller.area_id)
    if request.risk is not Risk.UNSECURING:
        return here
    try:
        guesser = Guesser(satellite_id=caller.satellite_id, user_id=caller.user_id)
        here = replace(here, locked_out=guard.keypad.locked(guesser) is not None)
        if _counted(command) in guard.counted:
            return here
        usage = guard.usage
        return replace(
            here,
            last_unsecured=usage.last(request.entity_id),
            unsecured_today=usage.count(request.entity_id, request.now),
        )
    except GuardStoreError:
        return replace(here, locked_out=True)


def _settled(guard: Guard, decision: Decision) -> Decision:
    """Return a decision with the reason that is true when nothing is remembered."""
    match decision:
        case Deny(reason=DenyReason.LOCKED_OUT) if guard.store.problem:
            return replace(decision, reason=DenyReason.FAILED)
        case Challenge(factors=factors) if (
            Factor.PIN in factors and not guard.keypad.lengths
        ):
            return Deny(reason=DenyReason.NO_PIN, rule=decision.rule)
    return decision


async def _async_challenge(
    guard: Guard,
    policy: Policy,
    command: GuardedCommand,
    request: Request,
    decision: Challenge,
    request_id: str,
) -> None:
    """Open a challenge and stand for it.

    Raises:
        ProofNeededError: It is open.
        GuardRefusedError: Nobody could be asked.
    """
    binding = binding_of(request.caller)
    if binding is None or command.entity_id is None:
        raise GuardRefusedError(DenyReason.ANONYMOUS, command.label)
    await _async_record(guard, command, request, decision, request_id)
    if _is_one_of_several(guard, command):  # tools of one answer run side by side
        raise GuardRefusedError(DenyReason.BULK, command.label)
    challenge = guard.book.open(
        Action(
            verb=command.verb,
            entity_id=command.entity_id,
            parameters=dict(command.parameters),
        ),
        binding,
        decision.factors,
        guard.now,
        taint=request.caller.taint,
    )
    guard.callers[challenge.id] = request.caller
    if Factor.PHONE in decision.factors:
        asked = await async_trusted(guard.hass, policy)
        if not await async_ask_phones(guard, challenge, asked):
            guard.book.cancel_challenge(challenge.id)
            raise GuardRefusedError(DenyReason.NO_PHONE, command.label)
    raise ProofNeededError(challenge, command.label)


async def _async_record(
    guard: Guard,
    command: GuardedCommand,
    request: Request,
    decision: Decision,
    request_id: str,
) -> None:
    """Write a decision down before anything comes of it; securing never waits for a full disk.

    Raises:
        GuardRefusedError: It could not be written, and must not happen unwritten.
    """
    try:
        await guard.audit.async_decided(request, decision, request_id=request_id)
    except AuditUnwritableError as err:
        if isinstance(decision, Allow) and request.risk <= Risk.SECURING:
            return
        raise GuardRefusedError(DenyReason.FAILED, command.label) from err


async def _async_count(
    guard: Guard, policy: Policy, command: GuardedCommand, request: Request
) -> None:
    """Remember that something with a rule is unsecured, before it is."""
    entity_id, key = request.entity_id, _counted(command)
    if entity_id is None or policy.rule(entity_id) is None or key in guard.counted:
        return
    usage = guard.usage
    usage.record(entity_id, request.now)
    guard.store.data.usage = usage.to_dict()
    await guard.store.async_save()
    guard.counted[key] = None


def _counted(command: GuardedCommand) -> tuple[str, str]:
    """Return what tells one wish from the next, however many commands it takes."""
    context_id = command.context.id if command.context else ""
    return context_id, command.entity_id or ""
