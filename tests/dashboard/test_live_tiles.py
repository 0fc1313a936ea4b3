from __future__ import annotations

from datetime import timedelta
from typing import Any

from django.http import QueryDict
from django.utils import timezone
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from credentials import live
from credentials.core import CredentialState
from credentials.models import Account, ConsumerKey, LiveApplication, LiveCredential
from dashboard.forms.live import LiveFilters

_PLANS = st.lists(
    st.fixed_dictionaries(
        {
            "status": st.sampled_from(["", "unheard-of", *CredentialState]),
            "is_gone": st.booleans(),
            "is_deleted": st.booleans(),
            "ends_in": st.sampled_from([None, -1, 1]),
            "is_stored": st.booleans(),
            "path": st.sampled_from(["/*", "*", "/me/*", "/vps/a"]),
        }
    ),
    max_size=8,
)
_WORDS = st.sampled_from(["", "#1", "/me/*", "validated", "deleted", "not-in-vault", "none"])


def plant(account: Account, number: int, plan: dict[str, Any]) -> None:
    now = timezone.now()
    application = LiveApplication.objects.create(
        account=account, application_id=number, is_deleted=plan["is_deleted"], first_seen_at=now
    )
    LiveCredential.objects.create(
        account=account,
        credential_id=number,
        live_application=application,
        status=plan["status"],
        rules=[{"method": "GET", "path": plan["path"]}],
        expiration=plan["ends_in"] and now + timedelta(days=plan["ends_in"]),
        gone_at=now if plan["is_gone"] else None,
        first_seen_at=now,
    )


def forget_all() -> None:
    LiveCredential.objects.all().delete()
    LiveApplication.objects.all().delete()


@settings(
    max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(plans=_PLANS, words=_WORDS)
def test_every_count_is_the_number_of_rows_behind_it(
    consumer_key: ConsumerKey, plans: list[dict[str, Any]], words: str
) -> None:
    forget_all()
    for number, plan in enumerate(plans, 1):
        plant(consumer_key.account, number, plan)
    stored = [number for number, plan in enumerate(plans, 1) if plan["is_stored"]]
    consumer_key.credential_id = stored[0] if stored else None
    consumer_key.save(update_fields=["credential_id"])
    accounts = Account.objects.all()
    rows = live.listed_keys(accounts)
    shown = LiveFilters(QueryDict(f"q={words.replace('#', '%23')}"), accounts=accounts)
    for tile in shown.tiles():
        behind = LiveFilters(QueryDict(tile.url.removeprefix("?")), accounts=accounts)
        assert behind.narrow(rows).count() == tile.count, str(tile.label)
