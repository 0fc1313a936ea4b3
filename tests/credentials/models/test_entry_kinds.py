"""Each kind of entry says in its model what it is called, shows and exports; all else asks it."""

from __future__ import annotations

import re

import pytest

from credentials.core import EntryKind
from credentials.models import ENTRY_MODELS, Entry
from dashboard import labels
from tests.project_files import ROOT, name_of, source_files

EVERY_KIND = pytest.mark.parametrize("model", ENTRY_MODELS, ids=lambda model: model.about.kind)


def test_every_kind_has_a_model_and_every_model_a_kind() -> None:
    assert {model.about.kind for model in ENTRY_MODELS} == set(EntryKind)
    assert {
        field.related_model for field in Entry._meta.related_objects if field.parent_link
    } == set(ENTRY_MODELS)


def test_what_seals_call_a_secret_never_changes() -> None:
    sealed = {model.about.kind: model.about.sealed_as for model in ENTRY_MODELS}
    assert sealed[EntryKind.APPLICATION] == "application_secret"
    assert sealed[EntryKind.CONSUMER_KEY] == "consumer_key"
    assert sealed[EntryKind.SERVICE_ACCOUNT] == "client_secret"
    assert len(set(sealed.values())) == len(sealed)


@EVERY_KIND
def test_every_path_of_a_kind_names_a_field(model: type[Entry]) -> None:
    about = model.about
    shown = [column.path for column in about.clear]
    assert str(model.objects.values(*shown, *about.exported, *about.searched).query)
    assert str(model.objects.select_related(*about.joined, about.companion or "account").query)
    assert str(Entry.objects.select_related(about.relation).query)


@EVERY_KIND
def test_the_console_has_words_for_every_kind(model: type[Entry]) -> None:
    assert str(labels.KINDS[model.about.kind]) == model.about.label
    assert str(labels.SECRETS[model.about.kind]) == model.about.secret_label


def test_no_other_module_lists_the_kinds() -> None:
    """One kind may be spoken of anywhere; all of them are listed by the models alone."""
    every = [re.compile(rf"EntryKind\.{kind.name}\b") for kind in EntryKind]
    models = ROOT / "credentials" / "models"
    listing = [
        name_of(path)
        for path in source_files()
        if models not in path.parents and all(pattern.search(path.read_text()) for pattern in every)
    ]
    assert listing == []
