"""A finding as a row and as a page, with where its thing is."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from credentials import findings
from credentials.findings import Control
from credentials.models import Finding, FindingChange
from dashboard import finding_labels
from dashboard.labels import Label


@dataclass(frozen=True, slots=True)
class HistoryLine:
    """One line of a finding's history."""

    change: FindingChange
    step: Label
    cause: Label


@dataclass(frozen=True, slots=True)
class FindingPage:
    """A finding as it is kept; a code of a newer version has no words here."""

    finding: Finding

    @property
    def title(self) -> Label:
        return finding_labels.title_of(self.finding.code)

    @property
    def why(self) -> Label:
        return finding_labels.why_of(self.finding.code)

    @property
    def to_do(self) -> Label:
        return finding_labels.to_do_of(self.finding.code)

    @property
    def controls(self) -> Sequence[Control]:
        code = findings.CODES.get(self.finding.code)
        return code.controls if code else ()

    @property
    def url(self) -> str:
        """The page of what it is about; empty for Keydesk itself."""
        finding = self.finding
        if finding.credential is not None:
            key = finding.credential
            return reverse("live:credential", args=[key.account_id, key.credential_id])
        if finding.application is not None:
            application = finding.application
            args = [application.account_id, application.application_id]
            return reverse("live:application", args=args)
        if finding.entry_id is not None:
            return reverse("vault:detail", args=[finding.entry_id])
        return reverse("team:detail", args=[finding.team_id])

    @property
    def history(self) -> list[HistoryLine]:
        """What became of it, the latest first."""
        return [
            HistoryLine(
                change,
                finding_labels.STEPS.get(change.step, _("unknown")),
                finding_labels.CAUSES.get(change.cause, _("unknown")),
            )
            for change in self.finding.changes.all()[:_MOST]
        ]


_MOST = 50
