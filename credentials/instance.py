"""The instance key: made once, wrapped under the master key, opened to prove that key.

From it come the keys of the blind index, the audit log and the backups, each by its own HKDF
label. Changing the master key rewraps this one row; what was made with them stays as it is.
"""

from __future__ import annotations

from django.views.decorators.debug import sensitive_variables

from credentials import conf
from credentials.errors import KeyringError
from credentials.keyring import Binding, Key, blind_index, derive
from credentials.models import AuditEntry, InstanceKey

_PLACE = Binding("instance_key", str(InstanceKey.ROW), "token", "")


def key() -> Key:
    """The instance key; made on first use. Raises ``KeyringError`` under a foreign master key."""
    row = InstanceKey.objects.filter(pk=InstanceKey.ROW).first() or _make()
    return opened(row.token)


def opened(token: str) -> Key:
    """The instance key in a token, wherever that token was kept; raises ``KeyringError``."""
    return conf.keyring().unwrap(token, _PLACE)


def audit_key() -> bytes:
    return derive(key().material, label="keydesk audit log")


def index_key() -> bytes:
    return derive(key().material, label="keydesk blind index")


def backup_key(instance_key: Key) -> bytes:
    """The key by which a backup of this instance is known to be whole."""
    return derive(instance_key.material, label="keydesk backup")


@sensitive_variables("value")
def index(value: str) -> str:
    """The blind index of a secret value."""
    return blind_index(index_key(), value)


def token() -> str | None:
    """The wrapped instance key, or None where none was made yet."""
    return InstanceKey.objects.filter(pk=InstanceKey.ROW).values_list("token", flat=True).first()


def rewrap() -> bool:
    """Wrap the key under the first master key, unless it is; whether there was anything to do."""
    known = token()
    if known is None or not conf.keyring().needs_rewrap(known):
        return False
    fresh = conf.keyring().wrap(opened(known), _PLACE)
    return bool(InstanceKey.objects.filter(pk=InstanceKey.ROW, token=known).update(token=fresh))


def _make() -> InstanceKey:
    """Once, in a database that was never used: another one would hide that the first is lost."""
    if AuditEntry.objects.exists():
        raise KeyringError
    token = conf.keyring().wrap(Key.generate(), _PLACE)
    row, _ = InstanceKey.objects.get_or_create(pk=InstanceKey.ROW, defaults={"token": token})
    return row
