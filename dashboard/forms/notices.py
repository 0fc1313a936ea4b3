"""What a person types about notices: what they are told of."""

from __future__ import annotations

from collections.abc import Iterable

from django import forms
from django.http import QueryDict
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

    def __init__(
        self,
        data: QueryDict | None = None,
        *,
        chosen: Iterable[str] = (),
        auto_id: str = "id_%s",
    ) -> None:
        kinds = [str(kind) for kind in chosen]
        super().__init__(data, initial={"kinds": kinds}, auto_id=auto_id)
