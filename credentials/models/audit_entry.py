"""The audit log. Entries are written by credentials.audit and by nothing else."""

from __future__ import annotations

from django.db import models


class AuditEntry(models.Model):
    """One event. It points at nothing by foreign key: it outlives what it speaks of.

    ``mac`` chains the entry to the one before (credentials.audit says how).
    """

    seq = models.BigIntegerField(primary_key=True)
    time = models.DateTimeField()
    action = models.CharField(max_length=64)
    outcome = models.CharField(max_length=16)
    team_id = models.UUIDField(null=True)
    actor_id = models.BigIntegerField(null=True)
    actor = models.CharField(max_length=254)
    address = models.CharField(max_length=64, blank=True)
    subject_kind = models.CharField(max_length=32, blank=True)
    subject_id = models.CharField(max_length=64, blank=True)
    subject = models.CharField(max_length=255, blank=True)
    details = models.JSONField(default=dict)
    previous_mac = models.CharField(max_length=64)
    mac = models.CharField(max_length=64)

    class Meta:
        ordering = ("-seq",)
        verbose_name_plural = "audit entries"
        indexes = (
            models.Index(fields=("team_id", "-seq"), name="audit_team_seq"),
            models.Index(fields=("subject_id", "-seq"), name="audit_subject_seq"),
            models.Index(fields=("action", "actor_id"), name="audit_action_actor"),
        )

    def __str__(self) -> str:
        return f"{self.seq} {self.action}"


class AuditHead(models.Model):
    """One row, locked by each append: the number and MAC of the newest entry."""

    ROW = 1

    id = models.PositiveSmallIntegerField(primary_key=True, default=ROW)
    seq = models.BigIntegerField(default=0)
    mac = models.CharField(max_length=64, default="0" * 64)

    def __str__(self) -> str:
        return f"audit head {self.seq}"


class AuditFold(models.Model):
    """Denials held back: the same one again within a minute is counted here, not written.

    ``seq`` is the entry that came again, ``digest`` what it says (credentials.audit.folding).
    """

    digest = models.CharField(max_length=64, unique=True)
    seq = models.BigIntegerField()
    opened_at = models.DateTimeField(db_index=True)
    count = models.PositiveIntegerField(default=0)

    def __str__(self) -> str:
        return f"{self.count} folded"


class LogVerification(models.Model):
    """One row: what the last verification of the whole log found, and when.

    ``verdict`` is the number of a ``ChainVerdict`` of ``credentials.sealing``, ``asked_at`` when a
    worker was asked for a new one that has not come yet.
    """

    ROW = 1

    id = models.PositiveSmallIntegerField(primary_key=True, default=ROW)
    verdict = models.PositiveSmallIntegerField(null=True)
    count = models.BigIntegerField(default=0)
    first_bad = models.BigIntegerField(null=True)
    checked_at = models.DateTimeField(null=True)
    asked_at = models.DateTimeField(null=True)

    class Meta:
        db_table = "credentials_auditseal"

    def __str__(self) -> str:
        return "log verification"


class AuditCheckpoint(models.Model):
    """A signed statement of where the log stood."""

    seq = models.BigIntegerField(db_index=True)
    mac = models.CharField(max_length=64)
    time = models.CharField(max_length=40)
    signature = models.CharField(max_length=128)

    def __str__(self) -> str:
        return f"checkpoint at {self.seq}"
