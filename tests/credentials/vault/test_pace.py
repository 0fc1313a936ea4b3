"""Nobody empties the vault by a script: what one person opens within an hour has a most."""

from __future__ import annotations

import pytest

from credentials import audit, vault
from credentials.audit import SYSTEM
from credentials.core import AuditAction, NotAllowedError, Outcome, Role
from credentials.models import AuditEntry, ConsumerKey, Person, Team
from credentials.vault import opening
from tests.people import join

pytestmark = pytest.mark.django_db


def test_one_person_opens_so_many_secrets_within_an_hour_and_no_more(
    consumer_key: ConsumerKey, team: Team, alice: Person, bob: Person
) -> None:
    acting = audit.actor_of(alice)
    subject = audit.subject_of(consumer_key)
    for _ in range(opening.MOST_IN_AN_HOUR - 1):
        audit.record(AuditAction.SECRET_REVEALED, actor=acting, subject=subject)
    pair = [consumer_key.application, consumer_key]
    with pytest.raises(NotAllowedError, match="more than 300 secrets within an hour"):
        vault.export(pair, actor=acting, form="test", destination="file")
    assert vault.reveal(consumer_key, actor=acting)
    with pytest.raises(NotAllowedError, match="more than 300"):
        vault.copy(consumer_key, actor=acting)
    denied = AuditEntry.objects.filter(actor_id=alice.pk, outcome=Outcome.DENIED)
    assert {entry.action for entry in denied} == {
        AuditAction.SECRET_EXPORTED,
        AuditAction.SECRET_COPIED,
    }
    operator = join(team, bob, Role.OPERATOR)
    assert vault.reveal(consumer_key, actor=audit.actor_of(operator))
    assert vault.use(consumer_key, actor=SYSTEM, purpose="test")
