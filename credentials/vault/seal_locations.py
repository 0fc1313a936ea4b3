"""What is sealed where: data keys at their account, secrets at their entry, name and version.

Seeds of second factors are sealed at their person.
"""

from __future__ import annotations

from django.views.decorators.debug import sensitive_variables

from credentials.audit import Actor
from credentials.models import Account, Entry, SecretVersion, entry_description
from credentials.sealing import Binding, Key, instance_key, master_keys


def data_key(account: Account) -> Key:
    """The account's data key, unwrapped; raises ``KeyringError``."""
    return master_keys.keyring().unwrap(account.data_key, _account_place(account))


def wrapped(key: Key, account: Account) -> str:
    """A data key as the account keeps it, wrapped under the first master key."""
    return master_keys.keyring().wrap(key, _account_place(account))


def rewrapped(account: Account) -> str:
    """The account's data key, wrapped anew; raises ``KeyringError``."""
    return wrapped(data_key(account), account)


def binding(entry: Entry, number: int) -> Binding:
    """The place of one version of an entry's secret."""
    name = entry_description(entry).sealed_as
    return Binding("secret_version", str(entry.pk), name, str(entry.account_id), number)


def factor_binding(person_id: int) -> Binding:
    """The place of the seed of a person's authenticator app or recovery codes."""
    return Binding("authenticator", str(person_id), "seed", "")


@sensitive_variables("secret")
def seal_version(entry: Entry, secret: str, *, number: int, actor: Actor) -> SecretVersion:
    """Store the secret, sealed, as this version of the entry."""
    return SecretVersion.objects.create(
        entry_id=entry.pk,
        number=number,
        token=data_key(entry.account).seal(secret, binding(entry, number)),
        blind_index=instance_key.index(secret),
        created_by_id=actor.person_id,
    )


def _account_place(account: Account) -> Binding:
    return Binding("account", str(account.pk), "data_key", str(account.pk))
