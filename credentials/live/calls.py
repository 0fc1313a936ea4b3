"""One call of the API by a person, with a key or a service account that the vault keeps.

It is in the log before it is made and after, with method and path; values of its body and its
answer are kept nowhere. It is tried once.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Final

from credentials import audit, ovhcloud, teams, vault
from credentials.audit import Actor, CallAttempt
from credentials.core import (
    ApiError,
    AuditAction,
    KeyState,
    Method,
    NotAllowedError,
    Permission,
    gettext_noop,
    say,
)
from credentials.models import ConsumerKey, Entry, ServiceAccount, Team
from credentials.ovhcloud import Answer, Limits, OvhClient
from credentials.rights import FilledCall, Operation, hide_texts, mask_answer

_PURPOSE: Final = "api console"
_LARGEST: Final = 1024 * 1024
_PAGE: Final = "X-Pagination-Cursor"
_NEXT_PAGE: Final = "X-Pagination-Cursor-Next"
_QUERY_ID: Final = "X-Ovh-QueryID"
#: Headers of an answer that tell a person something.
_TELLING: Final = ("Content-Type", "ETag", "Location", "Retry-After", "X-Schemas-Version")
#: What Keydesk does itself, on pages that guard the team's policy and its own management key.
_OWN_PAGES: Final = frozenset(
    {
        (Method.POST, "/auth/credential"),
        (Method.POST, "/auth/logout"),
        (Method.PUT, "/me/api/credential/{}"),
        (Method.DELETE, "/me/api/credential/{}"),
        (Method.DELETE, "/me/api/application/{}"),
    }
)


@dataclass(frozen=True, slots=True)
class CallAnswer:
    """``value`` is the answer with what is sensitive masked, at the places ``hidden``; ``revealed``
    has those values where they are to be shown. ``next_cursor`` leads to the next page of a list.
    """

    status: int
    query_id: str
    seconds: float
    headers: Mapping[str, str]
    value: object = field(repr=False)
    hidden: tuple[str, ...] = ()
    revealed: Mapping[str, object] = field(default_factory=dict, repr=False)
    next_cursor: str = field(default="", repr=False)


def obstacle_to_calling(entry: Entry, operation: Operation) -> NotAllowedError | None:
    """Why a person may not make such a call with the entry, as far as our store tells."""
    if (operation.method, operation.shape) in _OWN_PAGES:
        return _own_page(operation)
    if isinstance(entry, ConsumerKey) and entry.state != KeyState.VALIDATED:
        return NotAllowedError(
            say(gettext_noop("%(key)s is no validated key."), key=entry.label),
            next_step=say(gettext_noop("Choose another one.")),
        )
    if operation.method is not Method.GET and not entry.account.team.allows_api_writes:
        return _reads_only(entry.account.team)
    return None


def call(
    entry: ConsumerKey | ServiceAccount,
    filled: FilledCall,
    *,
    actor: Actor,
    cursor: str = "",
    reveals: bool = False,
    purpose: str = "",
    hears_refusal: Callable[[CallAnswer], None] | None = None,
) -> CallAnswer:
    """Make the call, and mask what its answer holds that is sensitive.

    A person who ``reveals`` sees those values as well, and says what for where the team asks; after
    a write they are shown at once, for most cannot be read again. Raises ``NotAllowedError``, and
    ``ApiError`` by cause, once ``hears_refusal`` was told what came back.
    """
    purpose_details = vault.purpose_given(purpose) if reveals else {}
    with teams.attempt_call(
        AuditAction.API_CALLED,
        Permission.CALL_API,
        actor=actor,
        subject=audit.subject_of(entry),
        details={"method": filled.method.value, "path": filled.shown, **purpose_details},
    ) as attempt:
        with attempt.started():
            entry.account = vault.believed_account(entry.account)
            if reveals:
                vault.guard_purpose(entry.account.team, purpose_details)
            audit.raise_obstacle(obstacle_to_calling(entry, filled.operation))
        headers = {_PAGE: cursor} if cursor else {}
        began = time.monotonic()
        with _client(entry, actor) as ovh:
            answer = _answer_to(ovh, filled, headers=headers, hears_refusal=hears_refusal)
        seconds = time.monotonic() - began
        is_shown = reveals or not filled.detail.is_read
        return _ended(attempt, answer, filled, seconds=seconds, is_shown=is_shown)


def _answer_to(
    ovh: OvhClient,
    filled: FilledCall,
    *,
    headers: Mapping[str, str],
    hears_refusal: Callable[[CallAnswer], None] | None,
) -> Answer:
    """The answer of a success; of any other call, ``hears_refusal`` is told before it is raised."""
    contents: list[object] = []
    began = time.monotonic()
    try:
        return ovh.call(
            filled.method,
            filled.path,
            query=filled.query,
            body=filled.body,
            headers={**filled.headers, **headers},
            hears_refusal=contents.append,
        )
    except ApiError as error:
        if hears_refusal:
            seconds = time.monotonic() - began
            hears_refusal(_refused(error, filled, contents=contents, seconds=seconds))
        raise


def _refused(
    error: ApiError, filled: FilledCall, *, contents: Sequence[object], seconds: float
) -> CallAnswer:
    """What a person sees of a refusal: OVHcloud's words, without what was typed as a secret."""
    value = mask_answer(contents[-1] if contents else None, filled.sensitive).value
    return CallAnswer(
        status=error.status,
        query_id=error.query_id,
        seconds=seconds,
        headers={},
        value=hide_texts(value, filled.secrets),
    )


def _ended(
    attempt: CallAttempt, answer: Answer, filled: FilledCall, *, seconds: float, is_shown: bool
) -> CallAnswer:
    """What a person sees of the answer; what is revealed of it is in the log first."""
    masked = mask_answer(answer.value, filled.sensitive)
    with attempt.ended():
        attempt.details["status"] = answer.reply.status
        if is_shown and masked.hidden:
            attempt.details["revealed"] = sorted(masked.hidden)
    return CallAnswer(
        status=answer.reply.status,
        query_id=answer.headers.get(_QUERY_ID, ""),
        seconds=seconds,
        headers={name: answer.headers[name] for name in _TELLING if answer.headers.get(name)},
        value=masked.value,
        hidden=tuple(masked.hidden),
        revealed=masked.hidden if is_shown else {},
        next_cursor=answer.headers.get(_NEXT_PAGE, ""),
    )


def _client(entry: ConsumerKey | ServiceAccount, actor: Actor) -> OvhClient:
    if isinstance(entry, ServiceAccount):
        return vault.bearer_client(entry, actor=actor, purpose=_PURPOSE, limits=_limits())
    return vault.signed_client(entry, actor=actor, purpose=_PURPOSE, limits=_limits())


def _limits() -> Limits:
    """A person waits for one answer, and reads it."""
    return replace(ovhcloud.limits(), attempts=1, max_body=_LARGEST)


def _own_page(operation: Operation) -> NotAllowedError:
    return NotAllowedError(
        say(
            gettext_noop("%(call)s is not called from here: Keydesk has a page of its own for it."),
            call=str(operation),
        ),
        next_step=say(
            gettext_noop("Request keys under New key; end, freeze and limit them under Live keys.")
        ),
    )


def _reads_only(team: Team) -> NotAllowedError:
    return NotAllowedError(
        say(gettext_noop("The policy of %(team)s lets the API console read only."), team=team.name),
        next_step=say(gettext_noop("An admin can change that on the team's page.")),
    )
