"""Taking in many keys: what a text holds, checked one by one, each kept where it belongs.

Whose a key is, OVHcloud says. An account of the team that is bound to that OVHcloud account keeps
it; where there is none, one is added.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, replace
from enum import StrEnum
from typing import Final

from credentials import audit, ovhcloud, teams, vault
from credentials.audit import Actor
from credentials.core import (
    AuditAction,
    EntryKind,
    KeydeskError,
    Permission,
    Sentence,
    gettext_noop,
    say,
)
from credentials.models import Account, Entry, Team
from credentials.onboarding.adopting import adopt
from credentials.onboarding.checking import REFUSALS
from credentials.onboarding.proving import KeyTriple, prove_client, prove_key
from credentials.onboarding.reading_keys.candidate_reader import read_candidates
from credentials.onboarding.reading_keys.candidates import Candidate, Field, Leftover

_AT_ONCE: Final = 6
_LONGEST_LABEL: Final = 80
_NO_ENDPOINT: Final = gettext_noop("The text names no endpoint for it.")
_UNKNOWN_ENDPOINT: Final = gettext_noop(
    "The text names the endpoint “%(name)s”, which Keydesk does not know."
)
_TWICE: Final = gettext_noop("The text has it already, in line %(line)s.")
_NOBODYS: Final = gettext_noop("OVHcloud accepts it and does not say whose it is.")
_KNOWN: Final = gettext_noop("It is stored already, as %(label)s.")


class CandidateState(StrEnum):
    """What is known of a candidate."""

    READY = "ready"
    KNOWN = "known"
    TWICE = "twice"
    INCOMPLETE = "incomplete"
    REFUSED = "refused"
    UNANSWERED = "unanswered"


@dataclass(frozen=True, slots=True, kw_only=True)
class CheckedKey:
    """A candidate, where it stands and why; ``nic`` is the OVHcloud account that it is of.

    ``account`` is the team's own for that; None where one has to be added. ``entry`` is the entry
    that keeps it already.
    """

    candidate: Candidate
    standing: CandidateState
    nic: str = ""
    reasons: tuple[Sentence, ...] = ()
    account: Account | None = None
    entry: Entry | None = None


def read_keys(lines: Iterable[str]) -> Iterator[Candidate | Leftover]:
    """The keys in a text of any kind, as they end in it, and what was left and why.

    Takes any text and raises nothing. It asks neither OVHcloud nor the database.
    """
    return read_candidates(lines, region_of=ovhcloud.region_named)


def check_keys(
    candidates: Iterable[Candidate], *, team: Team, endpoint: str, actor: Actor
) -> Iterator[CheckedKey]:
    """Ask OVHcloud about each candidate, in its order; one that fails ends no other.

    ``endpoint`` is where those are asked that name none; it may be empty. The log says how many
    there were before the first is asked about.
    """
    listed = [at(candidate, endpoint) for candidate in candidates]
    with teams.attempt(
        AuditAction.KEYS_CHECKED,
        Permission.STORE_SECRETS,
        actor=actor,
        subject=audit.subject_of(team),
        details={"keys": len(listed)},
    ):
        checked = _without_asking(listed, team)
    return _asked(checked, team)


def take_in(key: CheckedKey, *, team: Team, metadata: vault.EntryMetadata, actor: Actor) -> Entry:
    """Keep a candidate that was checked, in the account that it is of.

    It is proved once more. Raises ``KeydeskError`` as ``adopt`` does, and where the account would
    have to be added by somebody whose role does not allow it.
    """
    candidate = key.candidate
    account = _account_of(team, candidate.endpoint, key.nic) or _add(
        team, candidate.endpoint, key.nic, actor=actor
    )
    if candidate.kind is EntryKind.CONSUMER_KEY:
        return adopt(account, _triple(candidate), metadata=metadata, actor=actor)
    secret = candidate.exposed(Field.CLIENT_SECRET)
    return vault.store_service_account(
        account, metadata=metadata, client_id=candidate.identifier, secret=secret, actor=actor
    )


def label_of(candidate: Candidate) -> str:
    """What an entry is called: what the text calls it, else what it is known by in clear."""
    return candidate.label or candidate.identifier[:_LONGEST_LABEL]


def at(candidate: Candidate, endpoint: str) -> Candidate:
    """The candidate, to be asked about there where it names no endpoint itself."""
    if candidate.endpoint or candidate.named_endpoint:
        return candidate
    return replace(candidate, endpoint=endpoint)


def _without_asking(candidates: Sequence[Candidate], team: Team) -> list[CheckedKey]:
    """What the text and the vault tell; what is ready there is not asked about yet."""
    lines: dict[tuple[str, str], int] = {}
    checked = []
    for candidate in candidates:
        key = _known(candidate, team)
        same = (candidate.identifier, _proof(candidate))
        if key.standing is CandidateState.READY and same in lines:
            reason = say(_TWICE, line=lines[same])
            key = replace(key, standing=CandidateState.TWICE, reasons=(reason,))
        lines.setdefault(same, candidate.line)
        checked.append(key)
    return checked


def _known(candidate: Candidate, team: Team) -> CheckedKey:
    proof = _proof(candidate)
    entry = vault.entries_holding(proof, team=team).first() if proof else None
    if entry is not None:
        return CheckedKey(
            candidate=candidate,
            standing=CandidateState.KNOWN,
            reasons=(say(_KNOWN, label=entry),),
            account=entry.account,
            nic=entry.account.nic,
            entry=entry,
        )
    return unasked(candidate)


def unasked(candidate: Candidate) -> CheckedKey:
    """A candidate that nobody was asked about yet: whether it has all that this takes."""
    reasons = tuple(_obstacles(candidate))
    standing = CandidateState.INCOMPLETE if reasons or candidate.missing else CandidateState.READY
    return CheckedKey(candidate=candidate, standing=standing, reasons=reasons)


def _obstacles(candidate: Candidate) -> Iterator[Sentence]:
    if not candidate.endpoint:
        endpoint_name = candidate.named_endpoint
        yield say(_UNKNOWN_ENDPOINT, name=endpoint_name) if endpoint_name else say(_NO_ENDPOINT)


def _asked(checked: Sequence[CheckedKey], team: Team) -> Iterator[CheckedKey]:
    """Several are asked about at once; what the database tells is read here, one by one."""
    with ThreadPoolExecutor(_AT_ONCE) as pool:
        for key in pool.map(ask, checked):
            if key.standing is not CandidateState.READY:
                yield key
                continue
            account = _account_of(team, key.candidate.endpoint, key.nic)
            yield replace(key, account=account)


def ask(key: CheckedKey) -> CheckedKey:
    """Whose it is, by OVHcloud's answer. Touches no database."""
    if key.standing is not CandidateState.READY:
        return key
    candidate = key.candidate
    endpoint = ovhcloud.endpoint(candidate.endpoint)
    try:
        if candidate.kind is EntryKind.CONSUMER_KEY:
            nic = prove_key(endpoint, _triple(candidate))[1].account
        else:
            secret = candidate.exposed(Field.CLIENT_SECRET)
            nic = prove_client(endpoint, candidate.identifier, secret)
    except KeydeskError as error:
        standing = (
            CandidateState.REFUSED if isinstance(error, REFUSALS) else CandidateState.UNANSWERED
        )
        return replace(key, standing=standing, reasons=error.sentences)
    if not nic:
        return replace(key, standing=CandidateState.UNANSWERED, reasons=(say(_NOBODYS),))
    return replace(key, nic=nic)


def _account_of(team: Team, endpoint: str, nic: str) -> Account | None:
    return Account.objects.filter(team=team, endpoint=endpoint, nic=nic).first() if nic else None


def _add(team: Team, endpoint: str, nic: str, *, actor: Actor) -> Account:
    """A new account, called by what OVHcloud calls it."""
    taken = Account.objects.filter(team=team, label=nic).exists()
    label = f"{nic} {endpoint}" if taken else nic
    account = vault.add_account(team, label=label, endpoint=endpoint, actor=actor)
    vault.bind_account(account, nic, seen="", actor=actor)
    return account


def _triple(candidate: Candidate) -> KeyTriple:
    return KeyTriple(
        application_key=candidate.identifier,
        application_secret=candidate.exposed(Field.APPLICATION_SECRET),
        consumer_key=candidate.exposed(Field.CONSUMER_KEY),
    )


def _proof(candidate: Candidate) -> str:
    """The secret that tells a candidate from every other."""
    return candidate.exposed(Field.CONSUMER_KEY) or candidate.exposed(Field.CLIENT_SECRET)
