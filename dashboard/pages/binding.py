"""Whether an account is the OVHcloud account that its keys told of: question and answer."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from dataclasses import dataclass

from credentials import vault
from credentials.core import KeyState, Permission, Sentence, gettext_noop, say
from credentials.models import Account, ConsumerKey

SHOWN = 5


@dataclass(frozen=True, slots=True)
class Binding:
    """The question as a page asks it: of one ``key`` on its own page, of all on the account's."""

    account: Account
    nic: str
    keys: list[ConsumerKey]
    may_answer: bool
    key: ConsumerKey | None = None

    @property
    def may_manage(self) -> bool:
        """Whether the key can become the account's management key with the same click."""
        return self.key is not None and self.account.management_key_id is None

    @property
    def shown_keys(self) -> list[ConsumerKey]:
        return self.keys[:SHOWN]

    @property
    def more_keys(self) -> int:
        return max(len(self.keys) - SHOWN, 0)


def bindings_of(account: Account, may: Collection[Permission]) -> list[Binding]:
    """What keys of the account told, each OVHcloud account once; of a bound account only those
    that told of none."""
    questions = vault.binding_questions(Account.objects.filter(pk=account.pk))
    open_questions = [question for question in questions if not (account.nic and question.nic)]
    may_answer = Permission.MANAGE_ACCOUNTS in may
    return [
        Binding(account, question.nic, question.keys, may_answer) for question in open_questions
    ]


def binding_of(key: ConsumerKey, may: Collection[Permission]) -> Binding | None:
    """What the key told, where nobody has answered it."""
    if key.state != KeyState.UNCONFIRMED:
        return None
    return Binding(key.account, key.nic, [key], Permission.MANAGE_ACCOUNTS in may, key)


def what_rebinding_means(account: Account) -> Iterator[Sentence]:
    """What happens once the account is another OVHcloud account, in sentences."""
    count = vault.keys_to_set_apart(account).count()
    if count:
        yield say(_APART, count=count)
    if account.management_key is not None:
        yield say(_UNMANAGED, key=account.management_key.label)
    if account.nic:
        yield say(_UNREAD)
    yield say(_OWN)
    yield say(_STAYS)


_APART = gettext_noop(
    "Keys that do not belong to the new account are set apart (at most %(count)s): Keydesk does "
    "not work with them, and they are not exported."
)
_OWN = gettext_noop("Keys set apart or waiting here that told of the new account become its own.")
_UNMANAGED = gettext_noop("%(key)s is the management key no longer.")
_UNREAD = gettext_noop("What was read of the account is deleted here; a reading under way ends.")
_STAYS = gettext_noop(
    "Applications and service accounts stay: Keydesk cannot tell whose they are. Nothing changes "
    "at OVHcloud."
)
