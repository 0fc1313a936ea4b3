"""The card of a key that does not exist yet."""

from __future__ import annotations

from typing import Any

from dashboard.forms import fields


class CardForm(fields.CardFields):
    field_order = ("label", "purpose", "owner", "environment", "used_by")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["label"].widget.attrs["autofocus"] = True

    @property
    def typed(self) -> dict[str, str]:
        """What was typed, as text, to be asked of the same form again."""
        return {name: self.data.get(name, "") for name in self.fields}
