"""What a freeze of whole accounts left: keys that OVHcloud lists, and that were not selected."""

from __future__ import annotations

from typing import Final

from credentials import live, ovhcloud
from credentials.audit import Actor
from credentials.bulk.sets import freezable_keys
from credentials.core import BulkItemState, KeydeskError, Sentence, coded, gettext_noop, pack, say
from credentials.models import Account, BulkItem, BulkJob, LiveCredential

_NOT_SELECTED: Final = coded(
    "bulk.not-selected",
    gettext_noop("OVHcloud lists it since the keys were selected: it was left as it is."),
)
_FREEZE_AGAIN: Final = coded("bulk.freeze-again", gettext_noop("Freeze the account once more."))

_NOT_COMPARED: Final = coded(
    "bulk.not-compared",
    gettext_noop(
        "Whether %(account)s has keys that were not selected is not known, for OVHcloud could not "
        "be asked: %(cause)s"
    ),
)


def note_left_keys(job: BulkJob, *, actor: Actor) -> Sentence | None:
    """Ask OVHcloud what it lists now; what opens something and was not selected is written down as
    left out. Why an account could not be asked, where one could not."""
    trouble = None
    for account in Account.objects.filter(pk__in=job.items.values("account")):
        try:
            live.list_unread_keys(account, actor=actor, limits=ovhcloud.limits())
        except KeydeskError as error:
            trouble = say(_NOT_COMPARED, account=account.label, cause=error.sentence)
        _note(job, account)
    return trouble


def _note(job: BulkJob, account: Account) -> None:
    selected = job.items.filter(account=account).values("number")
    keys = freezable_keys(Account.objects.filter(pk=account.pk))
    left = keys.exclude(credential_id__in=selected)
    BulkItem.objects.bulk_create([_left_out(job, key) for key in left], ignore_conflicts=True)


def _left_out(job: BulkJob, key: LiveCredential) -> BulkItem:
    return BulkItem(
        job=job,
        account_id=key.account_id,
        number=key.credential_id,
        name=key.shown_name[:255],
        credential=key,
        state=BulkItemState.EXCLUDED,
        remarks=[pack(say(_NOT_SELECTED)), pack(say(_FREEZE_AGAIN))],
    )
