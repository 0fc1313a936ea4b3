"""What narrows the lists of links that a team has sent."""

from __future__ import annotations

from types import MappingProxyType
from typing import Any, ClassVar, Final

from django.db.models import Q
from django.db.models.functions import Lower, Now
from django.utils.translation import gettext_lazy as _

from dashboard import tables

_STATES: Final[dict[str, tables.Label]] = {"open": _("Open"), "over": _("Over")}


class _LinkFilters(tables.AccountFilters):
    """``ends`` are the columns of which one is set once a link is over before its day."""

    state = tables.choice(_("State"), _STATES, any_word=_("Any state"))

    start = "-made"
    ends: ClassVar[tuple[str, ...]] = ()

    def condition(self, name: str, value: Any) -> Q:
        if name != "state" or not value:
            return super().condition(name, value)
        is_open = Q(expires_at__gt=Now(), **{f"{column}__isnull": True for column in self.ends})
        return is_open if value == "open" else ~is_open


class ConsentFilters(_LinkFilters):
    searched = (
        "label",
        "asked_by",
        "reason",
        "stated_account",
        "requested_by__email",
        "application__account__label",
    )
    sorts = MappingProxyType(
        {
            "label": (Lower("label"),),
            "account": (Lower("application__account__label"), Lower("label")),
            "until": ("expires_at",),
            "made": ("created_at",),
        }
    )
    lookups = MappingProxyType({"account": "application__account"})
    ends = ("used_at", "withdrawn_at")


class HandoverFilters(_LinkFilters):
    searched = ("entry__label", "recipient", "form", "made_by__email", "entry__account__label")
    sorts = MappingProxyType(
        {
            "label": (Lower("entry__label"),),
            "recipient": (Lower("recipient"),),
            "until": ("expires_at",),
            "made": ("created_at",),
        }
    )
    lookups = MappingProxyType({"account": "entry__account"})
    ends = ("opened_at", "burned_at")
