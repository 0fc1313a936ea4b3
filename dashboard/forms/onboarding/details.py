"""The details of a key that does not exist yet."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext_lazy as _

from dashboard.forms import fields


class KeyDetailsForm(fields.DetailsForm):
    field_order = ("label", "purpose", "owner", "environment", "used_by")

    def __init__(self, *args: Any, is_owned: bool = False, **kwargs: Any) -> None:
        """``is_owned``: the team's policy asks for an owner."""
        super().__init__(*args, **kwargs)
        self.fields["label"].widget.attrs["autofocus"] = True
        self.fields["owner"].required = is_owned
        if is_owned:
            self.fields["owner"].help_text = _("The team's policy asks for one.")

    @property
    def typed(self) -> dict[str, str]:
        """What was typed, as text, to be asked of the same form again."""
        return {name: self.data.get(name, "") for name in self.fields}
