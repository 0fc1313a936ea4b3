"""What is sealed where: data keys at their account, secrets at their entry, name and version."""

from __future__ import annotations

from credentials import conf
from credentials.enums import EntryKind
from credentials.keyring import Binding, Key
from credentials.models import Account, Entry

SECRET_NAMES = {
    EntryKind.APPLICATION: "application_secret",
    EntryKind.CONSUMER_KEY: "consumer_key",
    EntryKind.SERVICE_ACCOUNT: "client_secret",
}


def data_key(account: Account) -> Key:
    """The account's data key, unwrapped; raises ``KeyringError``."""
    return conf.keyring().unwrap(account.data_key, _account_place(account))


def wrapped(key: Key, account: Account) -> str:
    """A data key as the account keeps it, wrapped under the first master key."""
    return conf.keyring().wrap(key, _account_place(account))


def rewrapped(account: Account) -> str:
    """The account's data key, wrapped anew; raises ``KeyringError``."""
    return wrapped(data_key(account), account)


def binding(entry: Entry, number: int) -> Binding:
    """The place of one version of an entry's secret."""
    name = SECRET_NAMES[EntryKind(entry.kind)]
    return Binding("secret_version", str(entry.pk), name, str(entry.account_id), number)


def _account_place(account: Account) -> Binding:
    return Binding("account", str(account.pk), "data_key", str(account.pk))
