"""The rights builder: rows, recipes and pasted rules, as one value that is never lost."""

from __future__ import annotations

from dashboard.forms.rights.buttons import press
from dashboard.forms.rights.desk import Desk, token_page
from dashboard.forms.rights.draft import Draft
from dashboard.forms.rights.holders import Holders

__all__ = ["Desk", "Draft", "Holders", "press", "token_page"]
