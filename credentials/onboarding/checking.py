"""Does a stored key or service account still work? OVHcloud is asked, and the answer is kept.

The key asks about itself, which needs no right, then for each thing that managing an account takes
and that only reads. What OVHcloud owns of a key (rules, addresses, end) is taken over.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from time import time
from typing import Any, Final

from django.utils import timezone

from credentials import audit, rights, teams, vault
from credentials.audit import Actor
from credentials.core import (
    ApiError,
    AuditAction,
    CredentialNotValid,
    Forbidden,
    InvalidApplicationKey,
    InvalidSignature,
    KeyState,
    Method,
    NotAllowedError,
    NotGranted,
    Permission,
    TokenRefused,
    UnknownCredential,
    coded,
    gettext_noop,
    pack,
    say,
)
from credentials.models import (
    ConsumerKey,
    Entry,
    EntryCheck,
    ServiceAccount,
    whole_entry,
)
from credentials.ovhcloud import Credential, OvhClient
from credentials.rights import rules_to_api

#: What OVHcloud answers where the values themselves are no key, or no longer.
REFUSALS: Final = (
    CredentialNotValid,
    InvalidApplicationKey,
    InvalidSignature,
    TokenRefused,
    UnknownCredential,
)
#: What managing an account takes: what only reads is tried, the rest is read off the rules.
_READS: Final = ("/me/api/application", "/me/api/credential", "/me/api/oauth2/client")
_KEYS: Final = frozenset({"id", "entry_id", "checked_at"})
_WRITES: Final = (
    (Method.DELETE, "/me/api/application/1"),
    (Method.DELETE, "/me/api/credential/1"),
    (Method.POST, "/me/api/oauth2/client"),
    (Method.DELETE, "/me/api/oauth2/client/1"),
)


_ADDRESSES_UNREAD = coded(
    "check.addresses-unread",
    gettext_noop("The addresses it may be used from came in a form that Keydesk does not know."),
)


@dataclass(slots=True)
class _Answers:
    """What was heard so far: columns of the check, and the key as OVHcloud has it."""

    columns: dict[str, Any] = field(default_factory=dict)
    credential: Credential | None = None


def check_credential(entry: Entry, *, actor: Actor) -> EntryCheck:
    """Ask OVHcloud by the key itself, and keep what it says.

    That it does not work is an answer, too. Raises ``NotAllowedError`` for an entry that makes no
    calls, as ``vault.use`` does, and where the role does not include it; ``KeyringError``.
    """
    whole, subject = whole_entry(entry), audit.subject_of(entry)
    with teams.attempt_call(
        AuditAction.ENTRY_TESTED, Permission.STORE_SECRETS, actor=actor, subject=subject
    ) as attempt:
        with attempt.started():
            audit.raise_obstacle(obstacle_to_check(whole))
        answers = _ask(whole, actor=actor)
        with attempt.ended():
            attempt.details["works"] = answers.columns["works"]
            _take_over(whole, answers.credential)
            check, _ = EntryCheck.objects.update_or_create(
                entry_id=entry.pk, defaults={"checked_at": timezone.now(), **answers.columns}
            )
    return check


def obstacle_to_check(entry: Entry) -> NotAllowedError | None:
    """Why there is nothing to ask OVHcloud by the entry, or None: whoever accepted a key for
    another account than theirs was told that it is used for nothing."""
    if isinstance(entry, ConsumerKey) and entry.state == KeyState.FOREIGN:
        return NotAllowedError(
            say(
                gettext_noop("%(key)s is another OVHcloud account's: it is used for nothing."),
                key=entry,
            )
        )
    if isinstance(entry, ConsumerKey | ServiceAccount):
        return None
    return NotAllowedError(
        say(gettext_noop("An application by itself makes no calls.")),
        next_step=say(gettext_noop("Test one of its keys.")),
    )


def _ask(whole: Entry, *, actor: Actor) -> _Answers:
    """The columns start empty: what is not heard now is not known now."""
    answers = _Answers(_nothing_known())
    try:
        with _client(whole, actor=actor) as ovh:
            answers.columns["clock_off"] = round(ovh.server_time() - time())
            if isinstance(whole, ConsumerKey):
                answers.credential = ovh.current_credential()
            details = ovh.details()
            answers.columns |= {"works": True, "nic": details.account, "local_user": details.user}
            answers.columns |= _reach(ovh, answers.credential)
    except ApiError as error:
        is_refused = isinstance(error, REFUSALS)
        answers.columns |= {"works": False if is_refused else None, "trouble": pack(error.sentence)}
    if answers.credential is not None:
        answers.columns["addresses"] = list(answers.credential.allowed_ips or ())
        if answers.credential.has_unread_addresses:
            answers.columns["trouble"] = pack(say(_ADDRESSES_UNREAD))
        answers.columns["expires_at"] = answers.credential.expiration
    return answers


def _nothing_known() -> dict[str, Any]:
    columns = (name.attname for name in EntryCheck._meta.concrete_fields)
    fresh = EntryCheck()
    return {name: getattr(fresh, name) for name in columns if name not in _KEYS}


def _client(whole: Entry, *, actor: Actor) -> OvhClient:
    limits = vault.waited_limits()
    if isinstance(whole, ServiceAccount):
        return vault.bearer_client(whole, actor=actor, purpose="test", limits=limits)
    if isinstance(whole, ConsumerKey):
        return vault.signed_client(whole, actor=actor, purpose="test", limits=limits)
    raise TypeError(f"{type(whole).__name__} makes no calls")


def _reach(ovh: OvhClient, credential: Credential | None) -> dict[str, list[str]]:
    """Each call of the management of an account, as far as it can be told."""
    calls = dict([*_tried(ovh), *_read_off(credential)])
    return {
        "granted": [call for call, is_granted in calls.items() if is_granted],
        "missing": [call for call, is_granted in calls.items() if not is_granted],
    }


def _tried(ovh: OvhClient) -> Iterator[tuple[str, bool]]:
    """Nothing of a call that OVHcloud gave no usable answer to."""
    for path in _READS:
        try:
            ovh.call(Method.GET, path)
            yield f"GET {path}", True
        except (NotGranted, Forbidden):
            yield f"GET {path}", False
        except ApiError:
            continue


def _read_off(credential: Credential | None) -> Iterator[tuple[str, bool]]:
    """Nothing of a service account, of which policies decide."""
    if credential is None:
        return
    for method, path in _WRITES:
        granting = rights.granting_rule(credential.rules, method, path)
        yield f"{method} {path.replace('/1', '/*')}", granting is not None


def _take_over(whole: Entry, credential: Credential | None) -> None:
    """What OVHcloud says of the very key that is kept; rules that cannot be read stay."""
    if credential is None or not isinstance(whole, ConsumerKey):
        return
    vault.locked_account(whole.account)
    if whole.credential_id not in (None, credential.credential_id):
        return
    if not credential.has_unread_addresses:
        whole.allowed_ips, whole.are_addresses_known = list(credential.allowed_ips or ()), True
    whole.expires_at = credential.expiration
    if not credential.unknown_rules:
        whole.rules = rules_to_api(credential.rules)
    whole.save(update_fields=["allowed_ips", "are_addresses_known", "expires_at", "rules"])
