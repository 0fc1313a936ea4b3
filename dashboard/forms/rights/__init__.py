"""The rights builder: rows, recipes and pasted rules, as one value that is never lost."""

from __future__ import annotations

from dashboard.forms.rights.buttons import press
from dashboard.forms.rights.desk import Desk, token_page
from dashboard.forms.rights.draft import Draft
from dashboard.forms.rights.finding import catalogue
from dashboard.forms.rights.holders import Holders
from dashboard.forms.rights.shelves import Shelves

__all__ = ["Desk", "Draft", "Holders", "Shelves", "catalogue", "press", "token_page"]
