"""The instance key: made once, wrapped under the master key, opened to prove that key.

From it come the keys of the blind index, the audit log and the backups, each by its own HKDF
label. Changing the master key rewraps this one row; what was made with them stays as it is.
"""

from __future__ import annotations

from django.views.decorators.debug import sensitive_variables

from credentials.core import InstanceKeyMissing
from credentials.models import Account, AuditEntry, InstanceKey, Membership, SecretVersion
from credentials.sealing import master_keys
from credentials.sealing.derivation import derive
from credentials.sealing.keys import Key, blind_index
from credentials.sealing.tokens import Binding

_PLACE = Binding("instance_key", str(InstanceKey.ROW), "token", "")


def key() -> Key:
    """The instance key; made on first use.

    Raises ``KeyringError`` under a foreign master key, ``InstanceKeyMissing`` where it was made
    and is gone.
    """
    row = _row() or _make()
    return opened(row.token)


def opened(token: str) -> Key:
    """The instance key in a token, wherever that token was kept; raises ``KeyringError``."""
    return master_keys.keyring().unwrap(token, _PLACE)


def audit_key(instance_key: Key | None = None) -> bytes:
    """The key of the log's chain, 32 bytes; raises as ``key`` does where none is given."""
    return derive((instance_key or key()).material, label="keydesk audit log")


def index_key() -> bytes:
    """The key of the blind index, 32 bytes; raises as ``key`` does."""
    return derive(key().material, label="keydesk blind index")


def factor_key() -> Key:
    """The key under which seeds of second factors are sealed."""
    return Key(derive(key().material, label="keydesk second factors"))


def webhook_key() -> Key:
    """The key under which addresses and secrets of webhooks are sealed."""
    return Key(derive(key().material, label="keydesk webhooks"))


def stream_key() -> Key:
    """The key under which addresses and tokens of streams of the log are sealed."""
    return Key(derive(key().material, label="keydesk log streams"))


def text_key() -> Key:
    """The key under which keys of a text are sealed between two pages."""
    return Key(derive(key().material, label="keydesk text between pages"))


def row_key(instance_key: Key) -> bytes:
    """The key of the proofs of rows, 32 bytes."""
    return derive(instance_key.material, label="keydesk row proofs")


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


def is_in_use() -> bool:
    """Whether there is anything that came with an entry of the log, so with an instance key."""
    return any(model.objects.exists() for model in (AuditEntry, Account, SecretVersion, Membership))


def rewrap() -> bool:
    """Wrap the key under the first master key, unless it is; whether there was anything to do."""
    known = token()
    if known is None or not master_keys.keyring().needs_rewrap(known):
        return False
    fresh = master_keys.keyring().wrap(opened(known), _PLACE)
    return bool(InstanceKey.objects.filter(pk=InstanceKey.ROW, token=known).update(token=fresh))


def _row() -> InstanceKey | None:
    return InstanceKey.objects.filter(pk=InstanceKey.ROW).first()


def _make() -> InstanceKey:
    """Once, in a database that was never used: another one would hide that the first is lost.

    Another process may make it, and use it, between the first look and the one at what is in use:
    so the row is looked for once more before it is said to be gone.
    """
    if is_in_use():
        if (row := _row()) is None:
            raise InstanceKeyMissing
        return row
    token = master_keys.keyring().wrap(Key.generate(), _PLACE)
    row, _ = InstanceKey.objects.get_or_create(pk=InstanceKey.ROW, defaults={"token": token})
    return row
