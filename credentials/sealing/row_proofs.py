"""Proofs of rows: that Keydesk itself wrote what a row grants, as it stands.

A proof is the number of the log's newest entry when it was made, and an HMAC-SHA256 over that
number, the table, the id and the proven columns, under a key of this purpose alone. By the number
it shows whether the log has ended since what the row says.
"""

from __future__ import annotations

import hashlib
import hmac
import json
import uuid
from collections.abc import Sequence
from datetime import UTC, datetime
from typing import Any, Final

from django.core.signals import setting_changed
from django.db.models import Model

from credentials.models import AuditEntry, Person, Proven
from credentials.sealing import instance_key, log_entries
from credentials.sealing.keys import Key

_STATE_DIGITS: Final = 16


def prove(row: Proven) -> str:
    """The proof of the row as it stands."""
    return prove_values(row, _values_of(row, row.proven))


def is_genuine(row: Proven, names: Sequence[str] = ()) -> bool:
    """Whether the row's proof is that of the row as it stands, of the fields ``names`` alone where
    an older version proved no more."""
    return proves(row.proof, row, _values_of(row, names or row.proven))


def state_of(row: Proven) -> str:
    """A short keyed digest of what the row says, to know the same state again."""
    return digest_of_values(row, _values_of(row, row.proven))


def prove_values(row: Model, values: list[Any]) -> str:
    """The proof of these values, as JSON has them, in any row.

    Raises ``LogChangedOutside`` where the newest entry is not genuine.
    """
    key = instance_key.key()
    newest = log_entries.newest(instance_key.audit_key(key))
    number = newest.seq if newest else 0
    return f"{number}.{_mac(_key.learn(key), _text(row, values, number))}"


def proves(proof: str, row: Model, values: list[Any]) -> bool:
    """Whether the proof is that of these values in the row.

    The key is the one this process knows, and where that does not fit the one that is stored.
    """
    number, _, mac = proof.partition(".")
    if not (number.isascii() and number.isdigit()):
        return False
    text = _text(row, values, int(number))
    if _key.known and hmac.compare_digest(mac.encode(), _mac(_key.known, text).encode()):
        return True
    return hmac.compare_digest(mac.encode(), _mac(_key.read(), text).encode())


def made_at(proof: str) -> int:
    """The number of the newest entry of the log when the proof was made."""
    return int(proof.partition(".")[0])


def are_dated(numbers: set[int]) -> bool:
    """Whether the log has the entries of these numbers: later ones end what they prove."""
    entries = AuditEntry.objects.filter(seq__in=numbers)
    return entries.count() == len(numbers - {0})


def identity_of(row: Model, name: str) -> list[Any]:
    """The person whom the column names: an id may be given again, the identity is nobody else's.

    No id is nobody, which a proof tells from anybody.
    """
    field: Any = row._meta.get_field(name)
    person_id = getattr(row, field.attname)
    if person_id is None:
        identity = None
    elif field.is_cached(row):
        identity = getattr(row, name).identity
    else:
        people = Person.objects.filter(pk=person_id)
        identity = people.values_list("identity", flat=True).first()
    return [person_id, str(identity)]


def digest_of_values(row: Model, values: list[Any]) -> str:
    """The same of these values in any row."""
    return _mac(_key.read(), _text(row, values, 0))[:_STATE_DIGITS]


class _Key:
    """The key that this process knows. It opens nothing, and is the same for good."""

    def __init__(self) -> None:
        self.known = b""

    def __repr__(self) -> str:
        return "the key of row proofs"

    def read(self) -> bytes:
        return self.learn(instance_key.key())

    def learn(self, key: Key) -> bytes:
        self.known = instance_key.row_key(key)
        return self.known

    def clear(self, **_: object) -> None:
        self.known = b""


_key = _Key()
setting_changed.connect(_key.clear, dispatch_uid="credentials.sealing.row_proofs")


def _mac(key: bytes, text: bytes) -> str:
    return hmac.new(key, text, hashlib.sha256).hexdigest()


def _text(row: Model, values: list[Any], number: int) -> bytes:
    place = [row._meta.db_table, str(row.pk), number]
    return json.dumps([*place, *values], sort_keys=True).encode()


def _values_of(row: Proven, names: Sequence[str]) -> list[Any]:
    """What the row grants, the same on every engine."""
    return [_value_of(row, row._meta.get_field(name)) for name in names]


def _value_of(row: Proven, field: Any) -> Any:
    if field.related_model is Person:
        return identity_of(row, field.name)
    return _plain(field.to_python(getattr(row, field.attname)))


def _plain(value: Any) -> Any:
    if isinstance(value, datetime):
        return value.astimezone(UTC).isoformat()
    return str(value) if isinstance(value, uuid.UUID) else value
