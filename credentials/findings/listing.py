"""Which findings somebody may see."""

from __future__ import annotations

from django.db.models import Q, QuerySet

from credentials import teams
from credentials.core import Permission
from credentials.models import Finding, Person


def findings_for(person: Person) -> QuerySet[Finding]:
    """The findings of the person's teams; those about people and about Keydesk itself are for those
    who read the log."""
    seeing = teams.teams_where(person, Permission.SEE)
    reading = teams.teams_where(person, Permission.READ_LOG)
    of_accounts = Q(account__isnull=False, team__in=seeing)
    return Finding.objects.filter(of_accounts | Q(account=None, team__in=reading))
