"""The rights builder: rows, recipes and pasted rules, as one value that is never lost."""

from __future__ import annotations

from dashboard.forms.rights.buttons import press, take_in
from dashboard.forms.rights.change import Change
from dashboard.forms.rights.desk import Desk, token_page
from dashboard.forms.rights.draft import Draft
from dashboard.forms.rights.effect import effect_of
from dashboard.forms.rights.finding import catalogue
from dashboard.forms.rights.holders import Holders
from dashboard.forms.rights.shelves import Shelves
from dashboard.forms.rights.sources import Sources

__all__ = [
    "Change",
    "Desk",
    "Draft",
    "Holders",
    "Shelves",
    "Sources",
    "catalogue",
    "effect_of",
    "press",
    "take_in",
    "token_page",
]
