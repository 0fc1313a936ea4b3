"""What people type on the way to a new key."""

from __future__ import annotations

from dashboard.forms.onboarding.answers import Answers, begin, find, keep
from dashboard.forms.onboarding.card import CardForm
from dashboard.forms.onboarding.express import express
from dashboard.forms.onboarding.filters import ApplicationFilters
from dashboard.forms.onboarding.paste import PasteForm
from dashboard.forms.onboarding.preview import AddressPreview

__all__ = [
    "AddressPreview",
    "Answers",
    "ApplicationFilters",
    "CardForm",
    "PasteForm",
    "begin",
    "express",
    "find",
    "keep",
]
