"""What a person types about a stream of the log: how it is sent, and where."""

from __future__ import annotations

from typing import Final

from django import forms
from django.utils.translation import gettext_lazy as _

from credentials import core, log_streams
from dashboard import log_stream_labels

_WHOLE: Final = "whole"
_NEW: Final = "new"


class StreamForm(forms.Form):
    """Where a team's log is sent."""

    label = forms.CharField(label=_("Label"), max_length=80)
    kind = forms.ChoiceField(
        label=_("How it is sent"),
        choices=[(kind.value, word) for kind, word in log_stream_labels.KINDS.items()],
    )
    address = forms.CharField(
        label=_("Address"),
        max_length=2000,
        help_text=_(
            "host:port for syslog and GELF, https://host/path for a webhook. The settings of "
            "Keydesk list the hosts there are."
        ),
        widget=forms.PasswordInput(attrs={"class": "mono", "autocomplete": "off"}),
    )
    token = forms.CharField(
        label=_("Token of the data stream"),
        max_length=200,
        required=False,
        help_text=_("For Logs Data Platform: its X-OVH-TOKEN. Empty for any other."),
        widget=forms.PasswordInput(attrs={"class": "mono", "autocomplete": "off"}),
    )
    start = forms.ChoiceField(
        label=_("What is sent"),
        choices=[
            (_WHOLE, _("The whole log, from its first entry")),
            (_NEW, _("What is added from now on")),
        ],
    )

    @property
    def terms(self) -> log_streams.StreamTerms:
        values = self.cleaned_data
        return log_streams.StreamTerms(
            label=values["label"],
            kind=core.LogStreamKind(values["kind"]),
            address=values["address"],
            token=values["token"],
            is_whole=values["start"] == _WHOLE,
        )
