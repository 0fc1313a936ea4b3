"""What people type on the way to a new key: the steps of the wizard, and keys that are pasted.

The answers of a wizard wait in the session (``answers``) until the verb takes them; what the steps
show is worked out in ``views.onboarding``.
"""

from __future__ import annotations

from dashboard.forms.onboarding.answers import Answers, begin, find, keep
from dashboard.forms.onboarding.consent_link import ConsentLinkForm
from dashboard.forms.onboarding.details import KeyDetailsForm
from dashboard.forms.onboarding.express import as_another, express
from dashboard.forms.onboarding.filters import ApplicationFilters
from dashboard.forms.onboarding.paste import PasteForm
from dashboard.forms.onboarding.preview import AddressPreview
from dashboard.forms.onboarding.recipe import RecipeForm
from dashboard.forms.onboarding.take_in import KeepForm, TakeInForm, TextForm

__all__ = [
    "AddressPreview",
    "Answers",
    "ApplicationFilters",
    "ConsentLinkForm",
    "KeepForm",
    "KeyDetailsForm",
    "PasteForm",
    "RecipeForm",
    "TakeInForm",
    "TextForm",
    "as_another",
    "begin",
    "express",
    "find",
    "keep",
]
