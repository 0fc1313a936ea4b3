"""Signed checkpoints: one is kept every so often, and one can be written wherever it is safe."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Final

from django.utils import timezone

from credentials.models import AuditCheckpoint, AuditEntry, AuditHead
from credentials.sealing import Checkpoint, chain, instance_key

EVERY = 500
#: How long entries may be there before a checkpoint says so.
LONGEST: Final = timedelta(hours=24)


def keep_regularly(entry: AuditEntry, key: bytes) -> None:
    """Keep a checkpoint at every five hundredth entry."""
    if entry.seq % EVERY == 0:
        _keep(key, seq=entry.seq, mac=entry.mac)


def write_checkpoint() -> Checkpoint:
    """A signed checkpoint of the log as it stands, kept in the database as well."""
    head = AuditHead.objects.filter(pk=AuditHead.ROW).first() or AuditHead()
    return _keep(instance_key.audit_key(), seq=head.seq, mac=head.mac)


def checkpoint_by_the_clock() -> None:
    """Keep a checkpoint of entries that none covers, once the last one is ``LONGEST`` ago."""
    head = AuditHead.objects.filter(pk=AuditHead.ROW).first()
    last = AuditCheckpoint.objects.order_by("-seq", "-pk").first()
    if head is None or head.seq == 0 or (last is not None and last.seq >= head.seq):
        return
    if last is None or timezone.now() - datetime.fromisoformat(last.time) >= LONGEST:
        write_checkpoint()


def public_key() -> str:
    """The key by which anybody verifies checkpoints and evidence, as 64 hex digits."""
    return chain.public_key(instance_key.audit_key())


def signature_of(message: bytes) -> str:
    """The signature of a message by the key that signs checkpoints, as 128 hex digits."""
    return chain.signature(instance_key.audit_key(), message)


def kept_checkpoints() -> list[Checkpoint]:
    """Every checkpoint that is kept, by the number of its entry."""
    rows = AuditCheckpoint.objects.order_by("seq")
    return [Checkpoint(row.seq, row.mac, row.seq, row.time, row.signature) for row in rows]


def _keep(key: bytes, *, seq: int, mac: str) -> Checkpoint:
    moment = timezone.now().isoformat()
    point = chain.sign(key, Checkpoint(seq=seq, mac=mac, count=seq, time=moment))
    AuditCheckpoint.objects.create(
        seq=point.seq, mac=point.mac, time=point.time, signature=point.signature
    )
    return point
