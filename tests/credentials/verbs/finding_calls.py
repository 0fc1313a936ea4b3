"""Exceptions from findings, as the table of verbs makes and ends them."""

from __future__ import annotations

from datetime import timedelta

from django.utils import timezone

from credentials import audit, findings
from credentials.audit import Actor
from credentials.core import Severity
from credentials.models import Finding
from tests.credentials.verbs.scene import Scene


def make_exception(scene: Scene, actor: Actor, *, days: int = 30) -> object:
    terms = findings.ExceptionTerms(
        reason="Moved in March",
        owner=scene.alice,
        until=timezone.now().date() + timedelta(days=days),
    )
    return findings.make_exception(_finding(scene), terms, actor=actor)


def end_exception(scene: Scene, actor: Actor) -> None:
    make_exception(scene, audit.SYSTEM)
    findings.end_exception(Finding.objects.get(), actor=actor)


def _finding(scene: Scene) -> Finding:
    return Finding.objects.create(
        team=scene.team,
        subject="team",
        label=scene.team.name,
        code="too-many-admins",
        severity=Severity.LOW.value,
        rank=3,
        opened_at=timezone.now(),
    )
