"""What the vault of the demo holds, stored by the same verbs that the console calls."""

from __future__ import annotations

from dataclasses import replace

from django.urls import reverse

from credentials import audit, onboarding, service_accounts, vault
from credentials.core import CredentialState, Environment, KeyState
from credentials.models import Account, Application, Person
from credentials.public_address import public_address
from credentials.rights import RECIPES, rules_to_api
from sandbox.demo_world import DemoClient, DemoKey, DemoWorld

_UNSTORED_KINDS = frozenset({"external", "support-made", "wide-ip"})
_STATES = {
    CredentialState.PENDING: KeyState.PENDING,
    CredentialState.VALIDATED: KeyState.VALIDATED,
    CredentialState.REFUSED: KeyState.REFUSED,
    CredentialState.EXPIRED: KeyState.EXPIRED,
}
_PLACES = {
    "certbot on web-1": (Environment.PRODUCTION, "web-1.example.com, /etc/letsencrypt/ovh.ini"),
    "external-dns staging": (Environment.STAGING, "cluster staging, namespace external-dns"),
    "dns-updater": (Environment.PRODUCTION, "office gateway, cron of every five minutes"),
    "shop deployment": (Environment.PRODUCTION, "deployment pipeline of the shop"),
    "terraform laptop": (Environment.DEVELOPMENT, "a laptop, provider block of terraform"),
}


class DemoFiller:
    """Fills accounts from a demo world in one person's name; each method stores one thing."""

    def __init__(self, demo: DemoWorld, person: Person) -> None:
        self._demo = demo
        self._person = person
        self._actor = audit.actor_of(person, "127.0.0.1")

    def fill(self, account: Account, nic: str) -> None:
        """Everything of the customer account ``nic`` that the demo's vault holds."""
        self._take_over(account, self._demo.management(nic))
        for key in self._demo.keys:
            if key.account == nic and key.kind not in {"management", *_UNSTORED_KINDS}:
                self._keep(account, key)
        for client in self._demo.clients:
            if client.account == nic:
                self._keep_client(account, client)

    def _take_over(self, account: Account, key: DemoKey) -> None:
        """Adopt the account's management key; all others are found with it."""
        self._application(account, key)
        triple = onboarding.KeyTriple(
            application_key=key.application_key,
            application_secret=key.application_secret,
            consumer_key=key.consumer_key,
        )
        adopted = onboarding.adopt(account, triple, metadata=self._metadata(key), actor=self._actor)
        vault.choose_management_key(account, adopted, actor=self._actor)

    def _keep(self, account: Account, key: DemoKey) -> None:
        """A key as the account's list has it: a key that is checked would no longer be unused.

        A pending one is asked for anew, so that its consent page can be opened.
        """
        if key.kind == "pending":
            self._request(account, key)
        else:
            self._keep_as_listed(account, key)

    def _keep_as_listed(self, account: Account, key: DemoKey) -> None:
        ovh = vault.management_client(account, actor=self._actor, purpose="demo")
        listed = ovh.credential(key.credential_id)
        stored = vault.store_consumer_key(
            self._application(account, key),
            metadata=self._metadata(key),
            secret=key.consumer_key,
            state=_STATES[CredentialState(listed.status)],
            rules=rules_to_api(listed.rules),
            allowed_ips=list(listed.allowed_ips or ()),
            actor=self._actor,
        )
        onboarding.bind_credential(stored, listed, nic=account.nic)
        stored.save()

    def _request(self, account: Account, key: DemoKey) -> None:
        spec = onboarding.KeyRequestSpec(
            metadata=self._metadata(key), rules=RECIPES["lego-zones"].rules()
        )
        onboarding.request_key(
            self._application(account, key),
            spec,
            person=self._person,
            actor=self._actor,
            callback_url=_callback_url,
        )

    def _application(self, account: Account, key: DemoKey) -> Application:
        known = Application.objects.filter(account=account, application_key=key.application_key)
        listed = self._demo.world.applications[key.application_id]
        metadata = replace(self._metadata(key), label=listed.name, purpose=listed.description)
        return known.first() or vault.store_application(
            account,
            metadata=metadata,
            application_key=key.application_key,
            secret=key.application_secret,
            actor=self._actor,
        )

    def _keep_client(self, account: Account, client: DemoClient) -> None:
        given = service_accounts.ClientCredentials(
            client_id=client.client_id, client_secret=client.client_secret
        )
        metadata = vault.EntryMetadata(label=client.label, owner=self._person)
        service_accounts.store(account, given, metadata=metadata, actor=self._actor)

    def _metadata(self, key: DemoKey) -> vault.EntryMetadata:
        environment, used_by = _PLACES.get(key.label, (Environment.UNSET, ""))
        description = self._demo.world.applications[key.application_id].description
        return vault.EntryMetadata(
            label=key.label,
            owner=self._person,
            purpose=description,
            environment=environment,
            used_by=used_by,
        )


def _callback_url(token: str) -> str:
    return public_address(reverse("onboarding:callback", args=[token]))
