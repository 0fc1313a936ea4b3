"""A consent link in words: for whoever has it, and for the team that made it."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Final

from credentials import findings, onboarding, ovhcloud, rights, teams
from credentials.core import KeydeskError, Permission, Sentence, gettext_noop, say
from credentials.findings import Verdict
from credentials.models import ConsentLink, KeyRequest, Person
from credentials.onboarding import Granted, LinkState
from credentials.rights import AccessRule

#: What whoever has the link reads: a title, and what follows from it.
_TOLD: Final = {
    LinkState.OPEN: (
        gettext_noop("%(who)s asks for access to your OVHcloud account"),
        gettext_noop(
            "The button leads to OVHcloud's own page. You sign in there, read what is asked for, "
            "and accept or refuse. Nothing happens before."
        ),
    ),
    LinkState.PENDING: (
        gettext_noop("%(who)s asks for access to your OVHcloud account"),
        gettext_noop("OVHcloud's page is open. The button leads there once more."),
    ),
    LinkState.GRANTED: (
        gettext_noop("Thank you. You have given the access that %(who)s asked for"),
        gettext_noop(
            "They are told. You can take it back in OVHcloud's control panel whenever you like."
        ),
    ),
    LinkState.UNCONFIRMED: (
        gettext_noop("Thank you. OVHcloud says that you have accepted"),
        gettext_noop("%(who)s now checks that it is the account they meant, and uses it then."),
    ),
    LinkState.FOREIGN: (
        gettext_noop("It was accepted for another OVHcloud account"),
        gettext_noop(
            "You were signed in at OVHcloud with another account than the one that was asked for. "
            "The key is used for nothing. Sign out at OVHcloud, then press the button once more."
        ),
    ),
    LinkState.REFUSED: (
        gettext_noop("You have not accepted"),
        gettext_noop(
            "No access was given, and %(who)s is told. If you meant to accept, ask them for a new "
            "link."
        ),
    ),
    LinkState.EXPIRED: (
        gettext_noop("This link is too old"),
        gettext_noop("No access was given by it. Ask %(who)s for a new one."),
    ),
    LinkState.WITHDRAWN: (
        gettext_noop("%(who)s has withdrawn this link"),
        gettext_noop("It leads nowhere any more."),
    ),
}
_LOCAL_USER: Final = gettext_noop(
    "You accepted as the user %(user)s of %(account)s: the key can do no more than OVHcloud's "
    "policies (IAM) let that user do."
)
_TOLD_OF: Final = gettext_noop("It belongs to %(account)s: end it in the panel of that account.")
_NOT_HEARD: Final = gettext_noop(
    "OVHcloud did not say yet how it ended. You need not do anything: it is asked again."
)
#: The same for the team.
_STANDS: Final = {
    LinkState.OPEN: gettext_noop("Nobody has pressed its button yet, or the page was left."),
    LinkState.PENDING: gettext_noop("Its button was pressed: OVHcloud's page is open."),
    LinkState.GRANTED: gettext_noop("The key was accepted. The link is used up."),
    LinkState.UNCONFIRMED: gettext_noop(
        "The key was accepted, and waits for somebody to confirm its account."
    ),
    LinkState.FOREIGN: gettext_noop(
        "It was accepted by another OVHcloud account. The link can be pressed once more."
    ),
    LinkState.REFUSED: gettext_noop("It was not accepted. The link is used up."),
    LinkState.EXPIRED: gettext_noop("It is too old, and nobody accepted."),
    LinkState.WITHDRAWN: gettext_noop("It was withdrawn."),
}


@dataclass(frozen=True, slots=True, kw_only=True)
class ConsentPage:
    """What whoever has the link reads. ``more`` are sentences on what came of it; ``granted`` is
    how the key differs from what was asked for, where there is one."""

    link: ConsentLink
    state: LinkState
    title: Sentence
    text: Sentence
    more: list[Sentence]
    granted: Granted | None

    @property
    def rules(self) -> tuple[AccessRule, ...]:
        return rights.rules_from_api(self.link.rules)

    @property
    def verdict(self) -> Verdict:
        """What giving these rights, from these addresses, amounts to."""
        catalogue = ovhcloud.catalogue_of(self.link.account.endpoint)
        addresses = self.link.allowed_ips
        return findings.verdict_on_plan(catalogue, self.rules, allowed_ips=addresses)

    @property
    def can_press(self) -> bool:
        """Whether the button leads anywhere."""
        return self.state in onboarding.OPENS


@dataclass(frozen=True, slots=True, kw_only=True)
class TeamPage:
    """The same for the team, with every request that came of it."""

    link: ConsentLink
    state: LinkState
    stands: Sentence
    rules: tuple[AccessRule, ...]
    requests: list[KeyRequest]
    may_withdraw: bool


def holder_page(
    link: ConsentLink, *, key_request: KeyRequest | None = None, trouble: KeydeskError | None = None
) -> ConsentPage:
    """``key_request`` is what somebody came back from just now, ``trouble`` why OVHcloud did not
    say how it ended."""
    state = onboarding.consent_state(link)
    title, text = _TOLD[state]
    return ConsentPage(
        link=link,
        state=state,
        title=say(title, who=link.asked_by),
        text=say(text, who=link.asked_by),
        more=list(_more(state, key_request, trouble)),
        granted=_granted(state, key_request),
    )


def team_page(link: ConsentLink, person: Person) -> TeamPage:
    state = onboarding.consent_state(link)
    may = teams.permissions_in(person, link.account.team_id)
    return TeamPage(
        link=link,
        state=state,
        stands=say(_STANDS[state]),
        rules=rights.rules_from_api(link.rules),
        requests=list(link.requests.select_related("consumer_key")),
        may_withdraw=Permission.REQUEST_KEYS in may and state in onboarding.OPENS,
    )


def _more(
    state: LinkState, key_request: KeyRequest | None, trouble: KeydeskError | None
) -> Iterable[Sentence]:
    if key_request is None:
        return
    key = key_request.consumer_key
    if state is LinkState.FOREIGN and key.nic:
        yield say(_TOLD_OF, account=key.nic)
    if key.local_user:
        yield say(_LOCAL_USER, user=key.local_user, account=key.nic)
    if trouble is not None:
        yield say(_NOT_HEARD)


def _granted(state: LinkState, key_request: KeyRequest | None) -> Granted | None:
    if key_request is None or state is not LinkState.GRANTED:
        return None
    return onboarding.granted_against_requested(key_request) or None
