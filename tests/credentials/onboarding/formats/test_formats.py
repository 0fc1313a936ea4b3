"""A file reads back as the credential it was made of, or there is none: no value is bent."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from credentials.core import EntryKind, InputError, NotAllowedError
from credentials.models import ENTRY_MODELS
from credentials.onboarding import FORMATS
from credentials.onboarding.formats.credential import NAMES, Credential, UnsafeValueError
from credentials.rights import RECIPES
from tests.credentials.onboarding.formats.samples import (
    CASES,
    NASTY,
    PLAIN,
    TEXTS,
    credential,
    credentials,
)

of_every_file = pytest.mark.parametrize(("name", "kind"), CASES)
#: Formats whose language writes any text.
OF_ANY_TEXT = {
    *("shell", "lego", "acme.sh", "lexicon"),
    *("kubernetes", "external-dns", "cert-manager", "cert-manager-baarde", "ansible"),
    *("python", "node", "go", "php", "csharp"),
}
#: What the others refuse for a character that is in it, and what they hold all the same.
REFUSED = {
    "ovh.conf": ("back\\slash", "percent"),
    "certbot": ("# hash", "hash"),
    "ovhcloud-cli": ("a b", "a-b"),
    "perl": ("return\r\nline", "two\nlines 'x' \\"),
    "curl": ('a"b', "a=b"),
    "dotenv": ("back\\slash", '"quoted" $HOME #1'),
    "traefik": ("apostrophe'", '"quoted" $HOME #1'),
    "caddy": ("{env.HOME}", '"quoted" $HOME #1'),
    "posh-acme": ("é", "apostrophe' $HOME `n"),
    "octodns": ("env/HOME", "HOME/env $HOME"),
    "dnscontrol": ("$HOME", 'a$HOME "b"'),
    "terraform": ("e\u0301", "é ${x} %{y}"),
    "terraform-tfvars": ("e\u0301", "é ${x} %{y}"),
    "opentofu": ("e\u0301", "é ${x} %{y}"),
    "opentofu-tfvars": ("e\u0301", "é ${x} %{y}"),
    "external-secrets": ("1e5", "1e5x"),
    "pulumi": ("two\nlines", "$(id) `id` 'x'"),
    "github": (" blank first", "$(id) `id` 'x'"),
    "gitlab": ("line break last\n", "$(id) `id` 'x'"),
}


def of_kind(kind: EntryKind) -> list[str]:
    """The formats that have a file for it."""
    return [name for name, has in CASES if has == kind]


@pytest.mark.parametrize("kind", EntryKind)
@settings(max_examples=50)
@given(data=st.data())
def test_any_value_reads_back_or_is_refused(kind: EntryKind, data: st.DataObject) -> None:
    made = data.draw(credentials(kind, TEXTS))
    for name in of_kind(kind):
        reads_back_or_is_refused(name, kind, made)


def reads_back_or_is_refused(name: str, kind: EntryKind, made: Credential) -> None:
    form = FORMATS[name]
    holds = form.holds or form.syntax.holds
    if name in OF_ANY_TEXT or all(map(holds, made.values.values())):
        read = form.read(form.render(made))
        assert read.items() <= made.parts.items()
        assert set(NAMES[kind]) <= set(read)
    else:
        with pytest.raises(UnsafeValueError):
            form.render(made)


@pytest.mark.parametrize("kind", EntryKind)
@settings(max_examples=20)
@given(data=st.data())
def test_a_plain_value_is_held_by_every_format(kind: EntryKind, data: st.DataObject) -> None:
    made = data.draw(credentials(kind, PLAIN))
    for name in of_kind(kind):
        form = FORMATS[name]
        assert set(NAMES[kind]) <= set(form.read(form.render(made))), name


@pytest.mark.parametrize("name", sorted(OF_ANY_TEXT))
def test_a_language_that_writes_any_text_does(name: str) -> None:
    form = FORMATS[name]
    for value in NASTY:
        read = form.read(form.render(credential(EntryKind.CONSUMER_KEY, "ak", value)))
        assert read["application_secret"] == value


@pytest.mark.parametrize("name", REFUSED)
def test_what_readers_would_misread_is_refused_and_nothing_more(name: str) -> None:
    refused, held = REFUSED[name]
    form = FORMATS[name]
    with pytest.raises(UnsafeValueError, match="The application secret has a character"):
        form.render(credential(EntryKind.CONSUMER_KEY, "ak", refused, "ck"))
    made = credential(EntryKind.CONSUMER_KEY, "ak", held, "ck")
    assert form.read(form.render(made))["application_secret"] == held


def test_of_every_format_it_is_known_what_it_holds() -> None:
    assert OF_ANY_TEXT | REFUSED.keys() == set(FORMATS)
    assert not OF_ANY_TEXT & REFUSED.keys()


@pytest.mark.parametrize("name", FORMATS)
@pytest.mark.parametrize("value", ["nul\0", "half \ud83d"])
def test_what_no_file_can_hold_is_refused_by_all(name: str, value: str) -> None:
    with pytest.raises(UnsafeValueError):
        FORMATS[name].render(credential(EntryKind.CONSUMER_KEY, "ak", value, "ck"))


@of_every_file
def test_a_preview_has_dots_where_the_file_has_secrets(name: str, kind: EntryKind) -> None:
    form = FORMATS[name]
    clear = ["application0key", "", ""] if len(NAMES[kind]) > 2 else ["0clear0id", ""]
    preview = form.preview(credential(kind, *clear))
    lines = form.render(credential(kind, clear[0], "0secret0", "0secret0")).splitlines()
    for shown, line in zip(preview.splitlines(), lines, strict=True):
        assert ("•" in shown) == ("0secret0" in line)
    assert "0secret0" in "".join(lines)


@pytest.mark.parametrize("name", FORMATS)
def test_a_tool_without_oauth2_says_why_and_the_others_have_a_file(name: str) -> None:
    form = FORMATS[name]
    assert form.takes_oauth2 != bool(form.no_oauth2)
    assert EntryKind.CONSUMER_KEY in form.texts
    for kind in set(EntryKind) - form.texts.keys():
        with pytest.raises(NotAllowedError) as caught:
            form.render(credential(kind, "a", "b"))
        assert "%(" not in str(caught.value)


@pytest.mark.parametrize("name", FORMATS)
def test_another_text_is_no_file_of_a_format(name: str) -> None:
    form = FORMATS[name]
    whole = form.render(credential(EntryKind.CONSUMER_KEY, "ak", "as", "ck"))
    for other in ("", f"{whole}x", whole[1:], whole.replace("\n", " ", 1)):
        with pytest.raises(InputError, match="no file for"):
            form.read(other)


def test_a_family_of_values_is_what_the_kinds_of_entries_export() -> None:
    exported = {model.about.kind: model.about.exported_names for model in ENTRY_MODELS}
    application = exported[EntryKind.APPLICATION]
    assert {
        **exported,
        EntryKind.CONSUMER_KEY: (*application, *exported[EntryKind.CONSUMER_KEY]),
    } == NAMES


def test_no_file_mixes_two_families() -> None:
    for name, kind in CASES:
        others = {other for names in NAMES.values() for other in names} - set(NAMES[kind])
        assert [other for other in others if f"<{other}>" in FORMATS[name].texts[kind]] == []


def test_each_recipe_leads_to_one_format_and_none_is_named_in_vain() -> None:
    recipes = [form.recipe for form in FORMATS.values() if form.recipe]
    assert len(recipes) == len(set(recipes))
    unknown = [name for name in recipes if not any(f"{s}-".startswith(f"{name}-") for s in RECIPES)]
    assert unknown == []


def test_a_long_value_is_read_back_quickly_and_another_text_refused_quickly() -> None:
    for form in FORMATS.values():
        text = form.render(credential(EntryKind.CONSUMER_KEY, "a" * 4000, "b" * 4000, "c" * 4000))
        with pytest.raises(InputError):
            form.read(text + "\n")


def test_a_credential_shows_no_value() -> None:
    assert "planted" not in repr(credential(EntryKind.SERVICE_ACCOUNT, "planted"))
