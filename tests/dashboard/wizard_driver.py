"""A way through the wizard, to OVHcloud and back, as a person with a browser goes it."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Any
from urllib.parse import parse_qs, urlsplit

from django.urls import reverse

from credentials.models import Account, Application, KeyRequest
from sandbox.app import Sandbox
from sandbox.demo_world import NIC_A, DemoKey, DemoWorld
from sandbox.state.records import Credential
from tests.people import Browser

DAY = 24 * 60 * 60
RULES = "rule=GET,POST+/domain/zone/*&rule=GET+/me"


@dataclass(frozen=True, slots=True)
class WizardDriver:
    browser: Browser
    account: Account
    application: Application
    demo: DemoWorld
    sandbox: Sandbox

    def start(self, query: str = RULES) -> str:
        """Begin, and give the address of the wizard's pages without the step."""
        answer: Any = self.browser.get(f"/keys/new/?{query}")
        return str(answer["Location"].partition("?")[0].rsplit("/", 2)[0] + "/")

    def answer(self, draft: str, step: str, **fields: object) -> Any:
        return self.browser.post(f"{draft}{step}/", fields)

    def reach_review(self, **changed: str) -> str:
        """Answer every question; the draft is ready to be asked for."""
        draft = self.start()
        self.answer(draft, "application", application=self.application.pk)
        self.answer(draft, "addresses", addresses=changed.get("addresses", "127.0.0.1 192.0.2.7"))
        self.answer(draft, "details", label=changed.get("label", "certbot on web-1"))
        return draft

    def ask(self, **changed: str) -> KeyRequest:
        """Go all the way; the key is pending at OVHcloud."""
        answer = self.answer(self.reach_review(**changed), "review")
        return KeyRequest.objects.get(pk=answer["Location"].rstrip("/").rsplit("/", 1)[1])

    def credential(self, key_request: KeyRequest) -> Credential:
        """The key as OVHcloud has it."""
        (token,) = parse_qs(urlsplit(key_request.validation_url).query)["credentialToken"]
        credential = self.sandbox.world.credential_of_token(token)
        assert credential is not None
        return credential

    def decide(
        self,
        key_request: KeyRequest,
        status: str = "validated",
        *,
        nic: str = NIC_A,
        user: str = "",
        lasts: int = DAY,
    ) -> None:
        """What a person does on OVHcloud's page."""
        ends = self.sandbox.clock.now() + lasts if lasts else None
        credential = self.credential(key_request)
        decided = replace(credential, status=status, account=nic, user=user, expiration=ends)
        self.sandbox.world.keep(decided)

    def come_back(self, key_request: KeyRequest, browser: Browser | None = None) -> Any:
        """Follow the address OVHcloud sends the person back to."""
        path = urlsplit(self.credential(key_request).redirection).path
        return (browser or self.browser).get(path)

    def page(self, key_request: KeyRequest) -> str:
        """The text of the request's page."""
        return self.browser.page(self.url("waiting", key_request))

    def post(self, name: str, key_request: KeyRequest, **headers: Any) -> Any:
        return self.browser.post(self.url(name, key_request), **headers)

    def url(self, name: str, key_request: KeyRequest) -> str:
        return reverse(f"onboarding:{name}", args=[key_request.pk])

    def planned(self, label: str) -> DemoKey:
        return next(key for key in self.demo.keys if key.label == label)

    def fail(self, *faults: str) -> None:
        """Switch these faults on and all others off."""
        self.sandbox.faults.clear()
        for fault in faults:
            self.sandbox.faults.add(fault)
