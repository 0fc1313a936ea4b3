"""What a person types about notices: what they are told of, and where a team is told."""

from __future__ import annotations

from collections.abc import Iterable

from django import forms
from django.http import QueryDict
from django.utils.translation import gettext_lazy as _

from credentials import core, notices
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


class WebhookForm(forms.Form):
    """Where a team is told, and in which form."""

    label = forms.CharField(label=_("Label"), max_length=80)
    form = forms.ChoiceField(
        label=_("What reads it"),
        choices=[(form.value, word) for form, word in notice_labels.FORMS.items()],
    )
    url = forms.CharField(
        label=_("Address"),
        max_length=2000,
        help_text=_("https://host/path. Its host has to be listed in the settings of Keydesk."),
        widget=forms.PasswordInput(attrs={"class": "mono", "autocomplete": "off"}),
    )

    @property
    def terms(self) -> notices.WebhookTerms:
        values = self.cleaned_data
        form = core.WebhookForm(values["form"])
        return notices.WebhookTerms(label=values["label"], form=form, url=values["url"])
