"""A consent link from its making to the way back, as a customer without a login goes it."""

from __future__ import annotations

import html
import re
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlsplit

from credentials.models import ConsentLink, KeyRequest
from sandbox.demo_world import NIC_A
from tests.dashboard.wizard_driver import DAY, WizardDriver
from tests.people import Browser

WORDS = {"asked_by": "Harbour Web", "reason": "Certificates for your site", "lasts": "7"}
ADDRESS = re.compile(r'id="link-address">([^<]+)<')


@dataclass(frozen=True, slots=True)
class ConsentDriver:
    """``path`` is that of the link; nobody is signed in at ``customer``."""

    wizard: WizardDriver
    customer: Browser
    path: str

    @property
    def link(self) -> ConsentLink:
        return ConsentLink.objects.get()

    @property
    def key_request(self) -> KeyRequest:
        """The newest that came of the link."""
        return KeyRequest.objects.filter(consent_link=self.link)[0]

    def press(self, browser: Browser | None = None) -> Any:
        return (browser or self.customer).post(self.path)

    def decide(
        self, status: str = "validated", *, nic: str = NIC_A, user: str = "", lasts: int = 90 * DAY
    ) -> None:
        self.wizard.decide(self.key_request, status, nic=nic, user=user, lasts=lasts)

    def come_back(self) -> Any:
        return self.wizard.come_back(self.key_request, self.customer)

    def go_through(self, status: str = "validated", **options: Any) -> str:
        """Press, decide and come back; the text of the page it ends on."""
        self.press()
        self.decide(status, **options)
        return text(self.come_back())

    def page(self) -> str:
        return text(self.customer.get(self.path))


def make(wizard: WizardDriver, *, addresses: str = "127.0.0.1", **words: str) -> ConsentDriver:
    draft = wizard.reach_review(addresses=addresses)
    page = text(wizard.browser.post(f"{draft}link/", WORDS | words))
    (url,) = ADDRESS.findall(page)
    return ConsentDriver(wizard, Browser(), urlsplit(url).path)


def text(answer: Any) -> str:
    return html.unescape(answer.content.decode())
