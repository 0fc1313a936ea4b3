"""What is exported is whole, is on the record as taken, and opens something."""

from __future__ import annotations

import pytest

from credentials import audit, onboarding, vault
from credentials.audit import SYSTEM, Actor
from credentials.core import AuditAction, KeyState, NotAllowedError, Outcome
from credentials.models import (
    Application,
    AuditEntry,
    ConsumerKey,
    Entry,
    Person,
    ServiceAccount,
)
from credentials.onboarding import FORMATS, ExportedFile
from credentials.onboarding.formats.credential import UnsafeValueError
from credentials.rights import RECIPES, rules_to_api
from tests.conftest import SECRETS


def exported(entry: Entry, *, form: str = "ovh.conf", actor: Actor = SYSTEM) -> ExportedFile:
    return onboarding.export_entry(
        entry, form=FORMATS[form], actor=actor, destination=onboarding.DOWNLOAD
    )


def takings() -> list[tuple[str, str, object]]:
    exports = AuditEntry.objects.filter(action=AuditAction.SECRET_EXPORTED).order_by("seq")
    return [(entry.subject, entry.outcome, entry.details.get("format")) for entry in exports]


def test_a_key_is_exported_with_its_application_and_both_are_on_the_record(
    consumer_key: ConsumerKey, alice: Person
) -> None:
    actor = audit.actor_of(alice, "192.0.2.1")
    made = exported(Entry.objects.get(pk=consumer_key.pk), actor=actor)
    assert made.content.expose() == (
        "[default]\nendpoint=http://127.0.0.1:9/1.0\n\n[http://127.0.0.1:9/1.0]\n"
        f"application_key=0a1b2c3d4e5f6071\napplication_secret={SECRETS['application']}\n"
        f"consumer_key={SECRETS['consumer_key']}\n"
    )
    assert takings() == [
        ("dns-updater key", Outcome.DONE, "ovh.conf"),
        ("dns-updater", Outcome.DONE, "ovh.conf"),
    ]
    assert {knowledge.entry.pk for knowledge in vault.known_to(alice)} == {
        consumer_key.pk,
        consumer_key.application_id,
    }


def test_a_service_account_and_an_application_are_exported_by_themselves(
    service_account: ServiceAccount, application: Application
) -> None:
    client = exported(service_account.entry, form="shell").content.expose()
    assert f"export OVH_CLIENT_SECRET={SECRETS['service_account']}\n" in client
    assert "APPLICATION" not in client.partition("\n")[2]
    assert "consumer_key" not in exported(application.entry).content.expose()


def test_the_log_says_where_an_export_went(application: Application) -> None:
    exported(application.entry, form="dotenv")
    details = AuditEntry.objects.get(action=AuditAction.SECRET_EXPORTED).details
    assert details == {"version": 1, "format": "dotenv", "destination": "download"}


def test_a_tool_that_cannot_use_an_entry_is_refused_before_anything_is_opened(
    service_account: ServiceAccount, application: Application
) -> None:
    for entry, words in ((service_account.entry, "no OAuth2"), (application.entry, "consumer key")):
        with pytest.raises(NotAllowedError, match=words):
            exported(entry, form="certbot")
    assert [outcome for _, outcome, _ in takings()] == [Outcome.DENIED, Outcome.DENIED]


def test_a_preview_opens_nothing_and_shows_what_is_clear(consumer_key: ConsumerKey) -> None:
    preview = onboarding.preview_entry(consumer_key.entry, form=FORMATS["lego"])
    assert "export OVH_APPLICATION_KEY=0a1b2c3d4e5f6071\n" in preview
    assert "export OVH_CONSUMER_KEY=••••••••\n" in preview
    assert not [secret for secret in SECRETS.values() if secret in preview]
    assert takings() == []


@pytest.mark.parametrize(
    ("slug", "form"),
    [
        ("certbot-zone", "certbot"),
        ("external-dns", "external-dns"),
        ("posh-acme-zone", "posh-acme"),
        ("terraform-cloud-project", "terraform"),
        ("vps-operator", "ovh.conf"),
    ],
)
def test_a_keys_recipe_leads_to_the_format_of_its_tool(
    consumer_key: ConsumerKey, slug: str, form: str
) -> None:
    recipe = RECIPES[slug]
    rules = recipe.rules(**{each.name: each.placeholder for each in recipe.parameters})
    ConsumerKey.objects.update(rules=rules_to_api(rules))
    assert onboarding.likely_format(consumer_key.entry).name == form


def test_of_tools_with_one_recipe_the_label_names_the_likely_one(consumer_key: ConsumerKey) -> None:
    rules = RECIPES["ovhcloud-cli"].rules()
    assert set(RECIPES["terraform"].rules()) == set(rules)
    ConsumerKey.objects.update(rules=rules_to_api(rules))
    for label, form in (("Terraform", "terraform"), ("ovhcloud-cli of Bob", "ovhcloud-cli")):
        Entry.objects.update(label=label)
        assert onboarding.likely_format(Entry.objects.get(pk=consumer_key.pk)).name == form


def test_a_label_that_names_a_tool_leads_to_it_where_no_recipe_does(
    consumer_key: ConsumerKey, application: Application
) -> None:
    Entry.objects.update(label="certbot on web-1")
    assert onboarding.likely_format(Entry.objects.get(pk=consumer_key.pk)).name == "certbot"
    assert onboarding.likely_format(Entry.objects.get(pk=application.pk)).name == "ovh.conf"


def test_what_has_no_recipe_gets_ovhclouds_own_file(
    application: Application, service_account: ServiceAccount
) -> None:
    for entry in (application.entry, service_account.entry):
        assert onboarding.likely_format(entry).name == "ovh.conf"


OPENING_NOTHING = set(KeyState) - {KeyState.VALIDATED, KeyState.UNCONFIRMED}


@pytest.mark.parametrize("state", sorted(OPENING_NOTHING))
def test_a_key_that_opens_nothing_is_not_exported(
    consumer_key: ConsumerKey, state: KeyState
) -> None:
    ConsumerKey.objects.update(state=state)
    with pytest.raises(NotAllowedError, match="is not validated"):
        exported(consumer_key.entry)
    assert takings() == [("dns-updater key", Outcome.DENIED, "ovh.conf")]


def test_an_incomplete_credential_is_not_exported(consumer_key: ConsumerKey) -> None:
    vault.destroy(consumer_key.application, 1, actor=SYSTEM)
    with pytest.raises(NotAllowedError, match="Nothing is stored for dns-updater any more"):
        exported(consumer_key.entry)
    assert takings() == [("dns-updater", Outcome.DENIED, "ovh.conf")]


def test_a_value_that_no_file_can_hold_is_refused(application: Application) -> None:
    vault.replace_secret(application, "spaces in it", actor=SYSTEM)
    with pytest.raises(UnsafeValueError):
        exported(application.entry)


def test_an_export_does_not_show_itself(application: Application) -> None:
    assert SECRETS["application"] not in repr(exported(application.entry))
