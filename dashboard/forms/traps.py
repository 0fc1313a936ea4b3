"""What a person types to lay a trap."""

from __future__ import annotations

from django import forms
from django.utils.translation import gettext_lazy as _


class TrapForm(forms.Form):
    """Where the key lies."""

    place = forms.CharField(
        label=_("Where it lies"),
        max_length=200,
        help_text=_("A place that somebody finds who looks around: a file, a page, a variable."),
    )
