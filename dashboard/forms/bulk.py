"""What people tick and type about bulk jobs."""

from __future__ import annotations

import re
from types import MappingProxyType
from typing import Final

from django import forms
from django.core.exceptions import ValidationError
from django.http import QueryDict
from django.utils.translation import gettext_lazy as _

from credentials.bulk import KEY_ACTS
from credentials.core import BulkAction
from dashboard import bulk_labels, tables
from dashboard.forms.fields import TypedForm

#: More are on no page.
_MOST_TICKED: Final = 500
_ID: Final = re.compile(r"[0-9]{1,18}")


def ticked_ids(posted: QueryDict, name: str) -> list[int]:
    """The ids of our rows that were ticked, as far as they are such."""
    return [int(text) for text in posted.getlist(name)[:_MOST_TICKED] if _ID.fullmatch(text)]


def chosen_act(posted: QueryDict) -> BulkAction | None:
    """The act on keys that was chosen, if it is one."""
    named = posted.get("act", "")
    return next((act for act in KEY_ACTS if act == named), None)


class ItemFilters(tables.Filters):
    """The items of a job, by what became of them."""

    state = tables.choice(_("State"), bulk_labels.ITEM_STATES, any_word=_("Any state"))

    searched = ("name", "number", "account__label")
    sorts = MappingProxyType({"name": ("name", "number")})
    start = "name"


class StartForm(TypedForm):
    """The number of what is acted on, typed, and the selection that the page showed."""

    seen = forms.CharField(required=False, widget=forms.HiddenInput)

    def clean_seen(self) -> str:
        shown: str = self.cleaned_data["seen"]
        if not re.fullmatch(r"[0-9a-f]{64}", shown):
            raise ValidationError(_("The page does not say what it showed. Open it again."))
        return shown
