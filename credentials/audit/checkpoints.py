"""Signed checkpoints: one is kept every so often, and one can be written wherever it is safe."""

from __future__ import annotations

from django.utils import timezone

from credentials.models import AuditCheckpoint, AuditEntry, AuditHead
from credentials.sealing import Checkpoint, chain, instance_key

EVERY = 500


def keep_regularly(entry: AuditEntry, key: bytes) -> None:
    """Keep a checkpoint at every five hundredth entry."""
    if entry.seq % EVERY == 0:
        _keep(key, seq=entry.seq, mac=entry.mac)


def write_checkpoint() -> Checkpoint:
    """A signed checkpoint of the log as it stands, kept in the database as well."""
    head = AuditHead.objects.filter(pk=AuditHead.ROW).first() or AuditHead()
    return _keep(instance_key.audit_key(), seq=head.seq, mac=head.mac)


def kept() -> list[Checkpoint]:
    rows = AuditCheckpoint.objects.order_by("seq")
    return [Checkpoint(row.seq, row.mac, row.seq, row.time, row.signature) for row in rows]


def _keep(key: bytes, *, seq: int, mac: str) -> Checkpoint:
    moment = timezone.now().isoformat()
    point = chain.sign(key, Checkpoint(seq=seq, mac=mac, count=seq, time=moment))
    AuditCheckpoint.objects.create(
        seq=point.seq, mac=point.mac, time=point.time, signature=point.signature
    )
    return point
