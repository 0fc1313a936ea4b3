"""A text or a file with any number of keys, and which of them to keep."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, Final, cast

from django import forms
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import UploadedFile
from django.db.models import QuerySet
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from credentials import onboarding, ovhcloud
from credentials.core import Environment
from credentials.models import Person, Team
from credentials.onboarding import Candidate, CheckedKey, Leftover
from credentials.teams import role_in
from dashboard import labels

MOST_KEYS: Final = 100
_MARKS: Final = {b"\xff\xfe": "utf-16", b"\xfe\xff": "utf-16"}


class UnshownText(forms.Textarea):
    """A text area that is empty whenever the page is shown: the text may hold secrets."""

    def format_value(self, value: Any) -> None:
        return None


class TextForm(forms.Form):
    """A text, pasted or as a file. ``lines`` are its lines once the form is valid."""

    text = forms.CharField(
        label=_("Text"),
        required=False,
        widget=UnshownText(attrs={"rows": 10, "class": "mono", "spellcheck": "false"}),
        help_text=_("Paste it, or drop a file here."),
    )
    file = forms.FileField(
        label=_("Or a file"), required=False, help_text=_("Up to 1 MB. It is read, and not kept.")
    )

    def clean_file(self) -> str:
        file: UploadedFile[bytes] | None = self.cleaned_data["file"]
        content = file.read() if file else b""
        try:
            return content.decode(_MARKS.get(content[:2], "utf-8-sig"))
        except UnicodeDecodeError:
            sentence = gettext("This file is not a text in UTF-8. Save it as text, or paste it.")
            raise ValidationError(sentence, code="encoding") from None

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean() or self.cleaned_data
        if not self.errors and not (cleaned.get("text", "").strip() or cleaned.get("file")):
            self.add_error(
                "text", gettext("There is no text to read. Paste one, or choose a file.")
            )
        return cleaned

    @property
    def content(self) -> str:
        """The text once the form is valid, wherever it came from."""
        return str(self.cleaned_data["file"] or self.cleaned_data["text"])

    @property
    def lines(self) -> list[str]:
        return self.content.splitlines()


class TakeInForm(TextForm):
    """A text with keys, for a team; ``candidates`` and ``leftovers`` are what it holds."""

    team = forms.ModelChoiceField(
        label=_("Team"), queryset=Team.objects.none(), empty_label=_("Choose a team")
    )
    endpoint = forms.ChoiceField(
        label=_("Endpoint where the text names none"), required=False, choices=()
    )

    def __init__(self, *args: Any, teams: QuerySet[Team], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = cast("forms.ModelChoiceField[Team]", self.fields["team"])
        field.queryset = teams
        if teams.count() == 1:
            field.initial, field.widget = teams.get().pk, forms.HiddenInput()
        regions = ovhcloud.region_labels().items()
        cast("forms.ChoiceField", self.fields["endpoint"]).choices = [("", _("None")), *regions]
        self.candidates: list[Candidate] = []
        self.leftovers: list[Leftover] = []

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean()
        if self.errors:
            return cleaned
        for part in onboarding.read_keys(self.lines):
            if isinstance(part, Candidate):
                self.candidates.append(part)
            else:
                self.leftovers.append(part)
        self._guard_count()
        return cleaned

    def _guard_count(self) -> None:
        if not self.candidates and not self.leftovers:
            self.add_error(
                "text",
                gettext(
                    "No key is in this text. Keys are known by a name beside them, such as "
                    "application_key, OVH_AK or Consumer Key."
                ),
            )
        if len(self.candidates) > MOST_KEYS:
            sentence = gettext(
                "The text holds %(count)s keys, and a page takes %(most)s. Part it, or have it "
                "taken in on the server: manage.py import_credentials."
            )
            values = {"count": len(self.candidates), "most": MOST_KEYS}
            self.add_error("text", sentence % values)


class KeepForm(forms.Form):
    """Which of the keys that were found to keep, and what is written on all of them."""

    team = forms.ModelChoiceField(queryset=Team.objects.none(), widget=forms.HiddenInput())
    sealed = forms.CharField(widget=forms.HiddenInput())
    owner = forms.ModelChoiceField(
        label=_("Owner"),
        queryset=Person.objects.none(),
        required=False,
        empty_label=_("Nobody yet"),
        help_text=_("The person to ask about them."),
    )
    environment = forms.ChoiceField(
        label=_("Environment"), required=False, choices=list(labels.ENVIRONMENTS.items())
    )

    def __init__(
        self, *args: Any, teams: QuerySet[Team], people: QuerySet[Person], **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        cast("forms.ModelChoiceField[Team]", self.fields["team"]).queryset = teams
        cast("forms.ModelChoiceField[Person]", self.fields["owner"]).queryset = people

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean() or self.cleaned_data
        team, owner = cleaned.get("team"), cleaned.get("owner")
        if team and owner and not role_in(owner, team.pk):
            self.add_error("owner", _("The owner has to be a member of the team."))
        return cleaned

    def ticked(self, keys: Sequence[CheckedKey]) -> list[CheckedKey]:
        """Those of the keys that are ticked, by their place."""
        places = set(cast("Any", self.data).getlist("keep"))
        return [key for place, key in enumerate(keys) if str(place) in places]

    def details(self) -> dict[str, Any]:
        """What an ``EntryMetadata`` gets besides its label."""
        cleaned = self.cleaned_data
        return {"owner": cleaned["owner"], "environment": Environment(cleaned["environment"])}
