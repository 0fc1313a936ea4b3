"""Finding the application a key is requested under."""

from __future__ import annotations

from collections.abc import Iterable
from types import MappingProxyType

from django.db.models.functions import Lower

from credentials import ovhcloud
from dashboard import tables


class ApplicationFilters(tables.AccountFilters):
    searched = ("label", "account__label", "account__team__name", "application_key", "purpose")
    sorts = MappingProxyType({"label": (Lower("account__label"), Lower("label"))})
    start = "label"

    def phrases(self) -> Iterable[tables.Phrase]:
        return tables.spelled("account__endpoint", ovhcloud.region_labels())
