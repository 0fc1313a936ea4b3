"""What was answered in the wizard: the objects and values behind the answers of one draft."""

from __future__ import annotations

from dataclasses import replace
from functools import cached_property
from typing import Any

from django.http import HttpRequest, QueryDict

from credentials import ovhcloud, teams, vault
from credentials.core import Permission, Sentence
from credentials.models import Account, Application, ConsumerKey, Team
from credentials.onboarding import KeyRequestSpec, propose_label
from credentials.ovhcloud import Endpoint
from credentials.rights import PolicyBreach, TeamPolicy
from credentials.teams import people_of
from dashboard import gatekeepers, http
from dashboard.forms import onboarding
from dashboard.forms.onboarding import AddressPreview, Answers, KeyDetailsForm
from dashboard.rights_builder import Draft, region_of

_WORKED_OUT = ("application", "account", "rights", "addresses", "given_metadata", "breaches")


class WizardAnswers:
    """The answers of one draft; the objects in them come through the gatekeepers, every time."""

    def __init__(self, request: HttpRequest, draft_id: str, answers: Answers) -> None:
        self.request = request
        self.draft_id = draft_id
        self.answers = answers

    @property
    def origin(self) -> str:
        """By what the request that comes of this draft is found again."""
        return f"draft:{self.draft_id}"

    @cached_property
    def application(self) -> Application | None:
        """The application the key will be of; None for one that OVHcloud's page makes."""
        chosen = http.uuid_of(self.answers.application)
        if chosen is None:
            return None
        return gatekeepers.application(self.request, chosen, Permission.REQUEST_KEYS)

    @cached_property
    def account(self) -> Account | None:
        if self.application:
            return self.application.account
        chosen = http.uuid_of(self.answers.account)
        if chosen is None:
            return None
        return gatekeepers.account(self.request, chosen, Permission.STORE_SECRETS)

    @property
    def endpoint(self) -> Endpoint | None:
        """The account's region; None for one that is no longer configured."""
        return ovhcloud.find_endpoint(self.account) if self.account else None

    @cached_property
    def rights(self) -> Draft:
        return self.located(Draft.from_query(QueryDict(self.answers.rights)))

    def located(self, draft: Draft) -> Draft:
        """The draft in the region of the account."""
        return replace(draft, region=region_of(self.account))

    @cached_property
    def addresses(self) -> AddressPreview:
        return AddressPreview(self.answers.addresses or "")

    def lockout(self, preview: AddressPreview) -> Sentence:
        """How Keydesk itself might be shut out by these addresses."""
        if self.account is None:
            return Sentence("")
        return vault.lockout_warning(
            self.account, rules=self.rights.rules, allowed_ips=preview.blocks
        )

    def details_form(
        self, data: dict[str, str] | QueryDict | None = None, **options: Any
    ) -> KeyDetailsForm:
        own_teams = (
            Team.objects.filter(accounts=self.account) if self.account else Team.objects.none()
        )
        people = people_of(own_teams)
        return KeyDetailsForm(data, people=people, is_owned=self.policy.requires_owner, **options)

    @property
    def first_details(self) -> dict[str, object]:
        """What the questions about the details start from."""
        label = propose_label(self.rights.rules, self.account) if self.account else ""
        return {"owner": http.person(self.request), "label": label}

    @cached_property
    def like(self) -> ConsumerKey | None:
        """The key whose application and addresses were taken over."""
        key_id = http.uuid_of(self.answers.like)
        is_there = key_id and ConsumerKey.objects.filter(pk=key_id).exists()
        if key_id is None or not is_there:
            return None
        return gatekeepers.consumer_key(self.request, key_id, Permission.SEE)

    @cached_property
    def given_metadata(self) -> vault.EntryMetadata | None:
        """What the team writes on the key; None until it is written so that it can be kept."""
        form = self.details_form(self.answers.details)
        return form.metadata() if form.is_valid() else None

    @property
    def policy(self) -> TeamPolicy:
        """What the team asks of its keys; nothing, while no team is chosen."""
        return teams.policy_of(self.account.team) if self.account else TeamPolicy()

    @cached_property
    def breaches(self) -> list[PolicyBreach]:
        """What is against the policy in the answers so far."""
        if self.account is None:
            return []
        if self.given_metadata is None:
            return teams.breaches_in_rules(
                self.account.team, self.rights.rules, endpoint=self.account.endpoint
            )
        return teams.policy_breaches(self.account, self.key_spec(self.given_metadata).plan)

    def answer(self, **answers: Any) -> None:
        """Keep what was answered, for this page and the next ones."""
        self.answers = replace(self.answers, **answers)
        for name in _WORKED_OUT:
            self.__dict__.pop(name, None)
        onboarding.keep(self.request.session, self.draft_id, self.answers)

    def key_spec(self, metadata: vault.EntryMetadata) -> KeyRequestSpec:
        """What would be asked of OVHcloud with this label and owner."""
        return KeyRequestSpec(
            metadata=metadata, rules=self.rights.rules, allowed_ips=self.addresses.blocks
        )
