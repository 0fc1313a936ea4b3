"""The management key: the stored key by which Keydesk reads and changes an account at OVHcloud."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from typing import Final

from django.db.models import F, Q, QuerySet

from credentials import audit, ovhcloud, rights, teams
from credentials.audit import Actor
from credentials.core import (
    AuditAction,
    KeyState,
    Method,
    NotAllowedError,
    Permission,
    Sentence,
    coded,
    gettext_noop,
    say,
)
from credentials.models import Account, ConsumerKey, LiveApplication, LiveCredential
from credentials.ovhcloud import Limits, OvhClient
from credentials.rights import RECIPES, AccessRule
from credentials.vault.accounts import believed_account, locked_account
from credentials.vault.clients import signed_client

MANAGEMENT_RECIPE = RECIPES["keydesk"]
#: What Keydesk has a use for, and the rules that it takes.
_USES: Final = (
    (
        say(coded("management-key.reads-keys", gettext_noop("Reads the live keys"))),
        MANAGEMENT_RECIPE.rules(),
    ),
    (
        say(coded("management-key.revokes-keys", gettext_noop("Revokes keys"))),
        (AccessRule(Method.DELETE, "/me/api/credential/*"),),
    ),
    (
        say(
            coded(
                "management-key.deletes-applications",
                gettext_noop("Deletes applications, with every key of them"),
            )
        ),
        (AccessRule(Method.DELETE, "/me/api/application/*"),),
    ),
    (
        say(
            coded(
                "management-key.freezes-keys",
                gettext_noop("Freezes and thaws keys, and changes the addresses they work from"),
            )
        ),
        RECIPES["keydesk-freeze"].rules(),
    ),
    (
        say(coded("management-key.manages-clients", gettext_noop("Manages service accounts"))),
        RECIPES["keydesk-service-accounts"].rules(),
    ),
    (
        say(coded("management-key.reads-names", gettext_noop("Reads the names of services"))),
        RECIPES["keydesk-names"].rules(),
    ),
    (
        say(coded("management-key.reads-calls", gettext_noop("Reads the log of calls"))),
        RECIPES["keydesk-calls"].rules(),
    ),
)
_NOT_POSSIBLE = coded(
    "management-key.not-possible",
    gettext_noop("Only a validated key of this account can be its management key."),
)
_ENDED = coded("management-key.ended", gettext_noop("The management key of %(account)s has ended."))
_LACKS_RULE = coded(
    "management-key.lacks-rule", gettext_noop("The management key lacks the rule %(rule)s.")
)
_MAKE_ONE_WITH_RULE = coded(
    "management-key.make-one-with-rule", gettext_noop("Rules never change: make a key that has it.")
)
_NONE = coded("management-key.none", gettext_noop("%(account)s has no management key."))
_CHOOSE_ONE = coded(
    "management-key.choose-one", gettext_noop("Choose one on the account's page, or make one.")
)

#: The rows of live keys that Keydesk itself works with.
IS_MANAGEMENT_KEY: Final = Q(credential_id=F("account__management_key__credential_id"))


@dataclass(frozen=True, slots=True)
class MissingRights:
    """What a key lacks for one use Keydesk has for it; nothing, where it may be used so."""

    use: Sentence
    missing: tuple[AccessRule, ...]


def choose_management_key(account: Account, key: ConsumerKey | None, *, actor: Actor) -> None:
    """Choose the stored key that reads the account's live keys; None for no key.

    Raises ``NotAllowedError`` for a key that is not validated or not the account's, and for an
    actor whose role does not include it.
    """
    with teams.attempt(
        AuditAction.MANAGEMENT_KEY_CHANGED,
        Permission.MANAGE_ACCOUNTS,
        actor=actor,
        subject=audit.subject_of(account),
        details={"key": key.label if key else None},
    ) as attempt:
        locked = locked_account(account)
        if key is not None and not _validated_keys(locked).filter(pk=key.pk).exists():
            raise NotAllowedError(say(_NOT_POSSIBLE))
        attempt.log()
        locked.management_key = key
        locked.save(update_fields=["management_key"])
        account.take_from(locked)


def management_key_candidates(account: Account) -> QuerySet[ConsumerKey]:
    """The stored keys that could be the account's management key."""
    return _validated_keys(account).filter(archived_at=None).select_related("application")


def management_key_reach(key: ConsumerKey | None) -> list[MissingRights]:
    """What the key may be used for, and what it lacks, the reading of live keys first."""
    rules = rights.rules_from_api(key.rules) if key else ()
    return [MissingRights(use, _missing(needed, rules)) for use, needed in _USES]


def wider_management_rules(account: Account, *more: AccessRule) -> tuple[AccessRule, ...]:
    """The rules of a key that does what the management key does, and these as well."""
    key = account.management_key
    own = rights.rules_from_api(key.rules) if key else ()
    return rights.normalise_rules((*own, *more))


def lockout_warning(
    account: Account, *, rules: Iterable[AccessRule], allowed_ips: Sequence[str]
) -> Sentence:
    """How a key bound to these addresses might shut Keydesk itself out; empty where it cannot."""
    key = account.management_key
    if not allowed_ips:
        return Sentence("")
    if key is None:
        return say(_NO_OTHER_WITNESS)
    is_for_keydesk = not _missing(MANAGEMENT_RECIPE.rules(), tuple(rules))
    if not is_for_keydesk or rights.addresses_overlap(key.allowed_ips, allowed_ips):
        return Sentence("")
    if not key.allowed_ips:
        return say(_FOR_KEYDESK)
    return say(_LOCKS_KEYDESK_OUT, blocks=", ".join(key.allowed_ips))


def _validated_keys(account: Account) -> QuerySet[ConsumerKey]:
    return ConsumerKey.objects.filter(account=account, state=KeyState.VALIDATED)


_NO_OTHER_WITNESS = coded(
    "management-key.lockout-without",
    gettext_noop(
        "This account has no management key. Keydesk then sees that a key was accepted only from "
        "an address the key lets in: add this console's own."
    ),
)
_FOR_KEYDESK = coded(
    "management-key.lockout-possible",
    gettext_noop(
        "With these rights it can be Keydesk's own key: then this console's address has to be in "
        "the list, or Keydesk is locked out of the account."
    ),
)
_LOCKS_KEYDESK_OUT = coded(
    "management-key.lockout-likely",
    gettext_noop(
        "With these rights it can be Keydesk's own key, and the present one works from %(blocks)s. "
        "None of that is in the list: Keydesk would be locked out of the account."
    ),
)


def _missing(needed: Iterable[AccessRule], rules: tuple[AccessRule, ...]) -> tuple[AccessRule, ...]:
    """What is lacking of what is needed; what reading takes is told of once, as reading."""
    reading = set(MANAGEMENT_RECIPE.rules())
    own = set(needed) if set(needed) == reading else set(needed) - reading
    return tuple(
        rule for rule in sorted(own) if rights.granting_rule(rules, rule.method, rule.path) is None
    )


def management_client(
    account: Account, *, actor: Actor, purpose: str, limits: Limits | None = None
) -> OvhClient:
    """A client that signs with the account's management key; opening it is in the log.

    Without ``limits`` somebody waits: a list takes no longer than a call. Raises
    ``NotAllowedError`` where the account has no management key, else as ``use``.
    """
    return signed_client(
        management_key_of(account),
        actor=actor,
        purpose=purpose,
        limits=limits or waited_limits(),
    )


def waited_limits() -> Limits:
    """The limits of calls that somebody waits for: a list takes no longer than a call."""
    limits = ovhcloud.limits()
    return replace(limits, listing_deadline=limits.deadline)


def management_key_of(account: Account) -> ConsumerKey:
    """The account's management key, as it is stored now.

    Raises ``NotAllowedError`` where it has none, and ``RowChangedOutside`` where somebody else
    chose it.
    """
    key = believed_account(account).management_key
    if key is None:
        raise _no_key(account)
    return key


def is_management_key(credential: LiveCredential) -> bool:
    """Whether Keydesk itself works with the key, as far as our store tells."""
    own = credential.account.management_key
    return own is not None and own.credential_id == credential.credential_id


def is_management_application(application: LiveApplication) -> bool:
    """Whether the key that Keydesk works with belongs to the application."""
    own = application.account.management_key
    return own is not None and own.application.application_id == application.application_id


def missing_management_right(account: Account, method: str, path: str) -> AccessRule | None:
    """The rule the management key lacks for a call, or None when it may make it."""
    key = account.management_key
    granted = rights.rules_from_api(key.rules) if key else ()
    if rights.granting_rule(granted, method, path) is not None:
        return None
    return AccessRule.parse(method, path)


def management_obstacle(account: Account, needed: AccessRule) -> NotAllowedError | None:
    """Why the management key cannot do what the rule allows, as far as our store tells."""
    key = account.management_key
    if key is None:
        return _no_key(account)
    if key.state != KeyState.VALIDATED:
        return NotAllowedError(
            say(_ENDED, account=account),
            next_step=_CHOOSE,
        )
    if missing_management_right(account, needed.method, needed.path):
        return NotAllowedError(
            say(_LACKS_RULE, rule=needed),
            next_step=say(_MAKE_ONE_WITH_RULE),
        )
    return None


_CHOOSE: Final = say(
    coded(
        "management-key.choose-another",
        gettext_noop("Choose another one on the account's page, or make one."),
    )
)


def _no_key(account: Account) -> NotAllowedError:
    return NotAllowedError(
        say(_NONE, account=account),
        next_step=say(_CHOOSE_ONE),
    )
