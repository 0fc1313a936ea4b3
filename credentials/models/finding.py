"""What was found, for showing: nothing acts on it without looking at the facts again."""

from __future__ import annotations

from django.db import models

from credentials.core import FindingCause, FindingStep, Sentence, Severity, unpack
from credentials.models.account import Account
from credentials.models.entry import Entry
from credentials.models.live import LiveApplication, LiveCredential
from credentials.models.person import Person
from credentials.models.team import Team


class Finding(models.Model):
    """A finding from when it opened to when it was resolved; the next time it is another row.

    ``subject`` names the thing for the engine, ``label`` for people; at most one of the relations
    leads to it. ``account`` is None where it is about people or Keydesk itself. ``rank`` is the
    place of the severity, the worst first. ``is_muted``: an exception is made for it.
    """

    team = models.ForeignKey(Team, on_delete=models.CASCADE, related_name="findings")
    account = models.ForeignKey(
        Account, on_delete=models.CASCADE, null=True, related_name="findings"
    )
    credential = models.ForeignKey(
        LiveCredential, on_delete=models.CASCADE, null=True, related_name="findings"
    )
    entry = models.ForeignKey(Entry, on_delete=models.CASCADE, null=True, related_name="findings")
    application = models.ForeignKey(
        LiveApplication, on_delete=models.CASCADE, null=True, related_name="findings"
    )
    person = models.ForeignKey(Person, on_delete=models.CASCADE, null=True, related_name="+")
    subject = models.CharField(max_length=64)
    label = models.CharField(max_length=255)
    code = models.CharField(max_length=40)
    severity = models.CharField(
        max_length=16, choices=[(severity.value, severity.value) for severity in Severity]
    )
    rank = models.PositiveSmallIntegerField()
    sentence = models.JSONField(default=dict)
    is_muted = models.BooleanField(default=False, db_default=False)
    opened_at = models.DateTimeField()
    resolved_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ("rank", "-opened_at", "pk")
        constraints = (
            models.UniqueConstraint(
                fields=("team", "subject", "code"),
                condition=models.Q(resolved_at=None),
                name="one_open_finding",
            ),
        )
        # Of open ones alone: with ``resolved_at`` in it, it would be taken for a few subjects too,
        # and all findings of the team be looked at.
        indexes = (
            models.Index(
                fields=("team", "rank"),
                condition=models.Q(resolved_at=None),
                name="open_findings_of_a_team",
            ),
        )

    def __str__(self) -> str:
        return f"{self.code} {self.label}"

    @property
    def statement(self) -> Sentence:
        """What it says, in words."""
        return unpack(self.sentence)


class FindingChange(models.Model):
    """One line of a finding's history: what happened, when, and what brought it about."""

    finding = models.ForeignKey(Finding, on_delete=models.CASCADE, related_name="changes")
    at = models.DateTimeField()
    step = models.CharField(
        max_length=16, choices=[(step.value, step.value) for step in FindingStep]
    )
    cause = models.CharField(
        max_length=16, choices=[(cause.value, cause.value) for cause in FindingCause]
    )
    severity = models.CharField(
        max_length=16, choices=[(severity.value, severity.value) for severity in Severity]
    )

    class Meta:
        ordering = ("-at", "-pk")

    def __str__(self) -> str:
        return f"{self.finding_id} {self.step}"


class JudgementDue(models.Model):
    """Something that changed and was not judged yet: written with the change, gone once judged.

    ``event`` tells changes apart; all of the team is judged where there is no account.
    """

    event = models.CharField(max_length=160)
    team = models.ForeignKey(Team, on_delete=models.CASCADE, related_name="+")
    account = models.ForeignKey(Account, on_delete=models.CASCADE, null=True, related_name="+")
    since = models.DateTimeField()

    class Meta:
        ordering = ("since", "pk")

    def __str__(self) -> str:
        return self.event


class FindingClock(models.Model):
    """When everything of a team was judged last, so that the clock opens what is due."""

    team = models.OneToOneField(Team, on_delete=models.CASCADE, related_name="finding_clock")
    judged_at = models.DateTimeField()

    def __str__(self) -> str:
        return f"{self.team} judged at {self.judged_at}"
