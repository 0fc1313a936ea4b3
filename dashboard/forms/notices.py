"""What a person types about notices: what they are told of."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from credentials import notices
from dashboard import notice_labels


class ChoiceForm(forms.Form):
    """The kinds of notices that a person is mailed; none is a choice too."""

    kinds = forms.MultipleChoiceField(
        label=_("Mail me about"),
        choices=[(kind.value, notice_labels.KINDS[kind]) for kind in notices.CHOICES],
        widget=forms.CheckboxSelectMultiple,
        required=False,
    )

    def __init__(self, *args: Any, chosen: Iterable[str] = (), auto_id: str = "id_%s") -> None:
        super().__init__(*args, initial={"kinds": [str(kind) for kind in chosen]}, auto_id=auto_id)
