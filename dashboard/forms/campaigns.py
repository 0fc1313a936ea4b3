"""What a person types about review campaigns: what they ask, and what is decided about a key."""

from __future__ import annotations

from datetime import UTC, date, datetime, time, timedelta
from types import MappingProxyType
from typing import Any, Final, cast

from django import forms
from django.db.models import Q, QuerySet
from django.db.models.functions import Lower
from django.http import QueryDict
from django.utils.translation import gettext_lazy as _

from credentials import campaigns
from credentials.campaigns import Answer, CampaignTerms
from credentials.core import ReviewChoice, Unanswered
from credentials.models import ReviewItem
from dashboard import keyset, review_labels, tables

_LONGEST_FILTER: Final = 1000
_BY_NAME: Final = keyset.Order(("name",))


class StartForm(forms.Form):
    """What the campaign is called, until when people may decide, and what follows."""

    name = forms.CharField(label=_("Name"), max_length=80)
    until = forms.DateField(
        label=_("Last day to decide"),
        widget=forms.DateInput(attrs={"type": "date"}),
        help_text=_("At most a year from now. People are reminded 7, 3 and 1 days before it."),
    )
    unanswered = forms.ChoiceField(
        label=_("Keys that nobody decides about"),
        choices=[(str(word), label) for word, label in review_labels.UNANSWERED.items()],
    )
    revoke_days = forms.IntegerField(
        label=_("Days that keys which are not needed stay frozen before they are revoked"),
        min_value=0,
        max_value=campaigns.LONGEST_FROZEN,
        help_text=_("Until then a key can be thawed, and stays."),
    )

    @staticmethod
    def first() -> dict[str, object]:
        """What the form begins with."""
        until = datetime.now(UTC).date() + timedelta(days=30)
        return {"until": until.isoformat(), "revoke_days": campaigns.USUAL_FROZEN}

    def terms(self, chosen: QueryDict) -> CampaignTerms:
        """Once the form is valid; ``chosen`` is the filter as it stands in the address."""
        cleaned = self.cleaned_data
        return CampaignTerms(
            name=cleaned["name"],
            ends_at=_end_of(cleaned["until"]),
            unanswered=Unanswered(cleaned["unanswered"]),
            revoke_days=cleaned["revoke_days"],
            filter=chosen.urlencode()[:_LONGEST_FILTER],
        )


class DecisionForm(forms.Form):
    """Whether a key is needed, which the button says, and why."""

    reason = forms.CharField(
        label=_("What it is needed for"),
        max_length=300,
        error_messages={"required": _("Say why the key is kept.")},
        widget=forms.Textarea(attrs={"rows": 2}),
        help_text=_("Everybody who reads the report sees it. A key that is not needed takes none."),
    )

    def __init__(self, data: QueryDict | None) -> None:
        super().__init__(data)
        is_needed = data is None or data.get("choice") == ReviewChoice.KEEP
        self.fields["reason"].required = is_needed


class CampaignFilters(tables.Filters):
    """Campaigns, by how far they got."""

    state = tables.choice(_("State"), review_labels.STATES, any_word=_("Any state"))

    searched = ("name", "team__name", "started_by__email")
    sorts = MappingProxyType(
        {"name": (Lower("name"),), "ends": ("ends_at",), "started": ("created_at",)}
    )
    start = "-started"


class ItemFilters(tables.Filters):
    """The keys of a campaign, by what was said of them."""

    answer = tables.choice(_("Answer"), review_labels.ANSWERS, any_word=_("Any answer"))

    searched = ("name", "account__label", "asked__email")

    def condition(self, name: str, value: Any) -> Q:
        return campaigns.has_answer(Answer(value)) if name == "answer" and value else Q()

    def item_page(self, items: QuerySet[ReviewItem]) -> keyset.KeysetPage[ReviewItem]:
        """The page asked for of these items, by their names."""
        left = self.narrow(items)
        return keyset.page_of(
            left,
            _BY_NAME,
            cast("QueryDict", self.data),
            size=tables.PAGE_SIZE,
            total=keyset.Total(left.count()),
        )


def _end_of(day: date) -> datetime:
    return datetime.combine(day + timedelta(days=1), time(), tzinfo=UTC)
