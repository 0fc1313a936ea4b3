"""What a person types about rotations: what the successor is, and when the old key ends."""

from __future__ import annotations

from types import MappingProxyType
from typing import Any, Final, cast

from django import forms
from django.core.exceptions import ValidationError
from django.db.models import Q
from django.db.models.functions import Lower
from django.utils.translation import gettext_lazy as _

from credentials import rights, vault
from credentials.core import InputError, RotationState
from credentials.models import IS_OPEN_ROTATION, Account, Application, ConsumerKey, Team
from credentials.rights import AccessRule
from credentials.rotations import RotationPlan
from credentials.teams import people_of
from dashboard import http, labels, tables
from dashboard.forms.fields import EditForm

_LINES: Final = {"class": "mono", "rows": 5, "spellcheck": "false", "autocomplete": "off"}
_LONGEST: Final = 20_000
_UNANSWERED: Final = _(
    "The addresses of the old key are not known. Write down those of the successor, or say that it "
    "may be used from anywhere."
)


class RotationForm(EditForm):
    """The successor of ``key``, as the old one is at first, and the days until the old one ends."""

    field_order = ("label", "owner", "environment", "purpose", "never_reveal")
    application = forms.ModelChoiceField(
        label=_("Application"), queryset=Application.objects.none(), empty_label=None
    )
    rules = forms.CharField(
        label=_("Rules"),
        max_length=_LONGEST,
        widget=forms.Textarea(attrs=_LINES),
        help_text=_("A method and a path on each line: those of the key, or narrower ones."),
    )
    addresses = forms.CharField(
        label=_("Allowed addresses"),
        required=False,
        max_length=_LONGEST,
        widget=forms.Textarea(attrs=_LINES),
        help_text=_("None lets it be used from anywhere."),
    )
    any_address = forms.BooleanField(
        label=_("May be used from anywhere"),
        required=False,
        help_text=_("Only where no addresses are given above."),
    )
    silence_days = forms.IntegerField(
        label=_("Days without a use of the old key"),
        min_value=1,
        max_value=366,
        help_text=_("Counted from when the successor was handed over, by readings of the account."),
    )
    frozen_days = forms.IntegerField(
        label=_("Days that the old key is frozen before it is revoked"),
        min_value=0,
        max_value=366,
        help_text=_("0 revokes it without freezing it first."),
    )

    def __init__(self, *args: Any, key: ConsumerKey, **kwargs: Any) -> None:
        people = people_of(Team.objects.filter(pk=key.account.team_id))
        super().__init__(*args, people=people, **kwargs)
        self._own_rules = rights.rules_from_api(key.rules)
        self.fields["label"].label = _("Label of the successor")
        own = vault.requestable_applications(Account.objects.filter(pk=key.account_id))
        field = cast("forms.ModelChoiceField[Application]", self.fields["application"])
        field.queryset = own.order_by("label")
        if key.are_addresses_known:
            del self.fields["any_address"]
        else:
            self.fields["addresses"].help_text = _(
                "Those of the key are not known: they were never read. Write down the successor's."
            )

    @staticmethod
    def first(plan: RotationPlan) -> dict[str, object]:
        """What the form begins with."""
        return {
            "label": plan.metadata.label,
            "owner": plan.metadata.owner.pk if plan.metadata.owner else "",
            "environment": plan.metadata.environment.value,
            "purpose": plan.metadata.purpose,
            "never_reveal": plan.metadata.never_reveal,
            "application": plan.application.pk,
            "rules": "\n".join(map(str, plan.rules)),
            "addresses": "\n".join(plan.allowed_ips),
            "silence_days": plan.silence_days,
            "frozen_days": plan.frozen_days,
        }

    def clean_rules(self) -> tuple[AccessRule, ...]:
        try:
            return rights.parse_rules(self.cleaned_data["rules"], known=self._own_rules)
        except InputError as error:
            raise ValidationError(http.error_text(error)) from None

    def clean_addresses(self) -> tuple[str, ...]:
        try:
            return rights.address_blocks(rights.read_addresses(self.cleaned_data["addresses"]))
        except InputError as error:
            raise ValidationError(http.error_text(error)) from None

    def clean(self) -> dict[str, Any]:
        """Where nobody knows the addresses of the key, an empty list is no answer by itself."""
        cleaned = super().clean()
        is_open = cleaned.get("addresses") == ()
        if is_open and "any_address" in self.fields and not cleaned.get("any_address"):
            self.add_error("addresses", _UNANSWERED)
        return cleaned

    def plan(self) -> RotationPlan:
        """Once the form is valid."""
        cleaned = self.cleaned_data
        return RotationPlan(
            application=cleaned["application"],
            metadata=self.metadata(),
            rules=cleaned["rules"],
            allowed_ips=cleaned["addresses"],
            silence_days=cleaned["silence_days"],
            frozen_days=cleaned["frozen_days"],
        )


class RotationFilters(tables.AccountFilters):
    """Without a state chosen, rotations that are over are left out."""

    state = tables.choice(
        _("State"),
        {**labels.ROTATION_STATES, "any": _("Any state, over too")},
        any_word=_("Under way"),
    )

    searched = ("old__label", "successor__label", "account__label")
    sorts = MappingProxyType(
        {
            "key": (Lower("old__label"),),
            "account": (Lower("account__label"), Lower("old__label")),
            "started": ("created_at",),
        }
    )
    start = "-started"

    def condition(self, name: str, value: Any) -> Q:
        if name != "state":
            return super().condition(name, value)
        if not value:
            return IS_OPEN_ROTATION
        return Q() if value == "any" else Q(state=RotationState(value))
