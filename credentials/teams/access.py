"""What a team asks of the people who open it: a second factor, known networks, a purpose; and
whether they may change things at OVHcloud from the API console.

While a team is closed to a person, no role of theirs counts in it.
"""

from __future__ import annotations

import uuid
from collections.abc import Iterable
from dataclasses import asdict, dataclass
from enum import StrEnum
from ipaddress import IPv4Network, IPv6Address, IPv6Network, ip_address, ip_network
from typing import Any

from credentials.core import Sentence, gettext_noop, say
from credentials.models import Membership, Person, Team
from credentials.teams.roles import permissions_by_team


class ClosedReason(StrEnum):
    """Why a team is closed to a person for now."""

    CHANGED = "changed"  # its row, which has its policy, was written by somebody else
    NETWORK = "network"
    SECOND_FACTOR = "second-factor"


@dataclass(frozen=True, slots=True, kw_only=True)
class AccessTerms:
    """``allowed_networks`` are blocks such as ``192.0.2.0/24``; none lets every address in."""

    requires_second_factor: bool = False
    requires_purpose: bool = False
    requires_passphrase: bool = False
    allows_api_writes: bool = False
    allowed_networks: tuple[str, ...] = ()

    def columns(self) -> dict[str, Any]:
        """The terms as a team keeps them."""
        return {**asdict(self), "allowed_networks": list(self.allowed_networks)}

    @property
    def terms(self) -> list[Sentence]:
        """What it asks, a sentence each; none for a team that asks nothing."""
        networks = ", ".join(map(str, self.allowed_networks))
        asked = (
            (self.requires_second_factor, say(_SECOND_FACTOR)),
            (self.requires_purpose, say(_PURPOSE)),
            (self.requires_passphrase, say(_PASSPHRASE)),
            (bool(networks), say(_NETWORKS, networks=networks)),
            (self.allows_api_writes, say(_API_WRITES)),
        )
        return [sentence for is_asked, sentence in asked if is_asked]


def is_guarded(team: Team) -> bool:
    """Whether the team may be closed to a member."""
    return team.requires_second_factor or bool(team.allowed_networks)


def access_terms_of(team: Team) -> AccessTerms:
    """What the team asks of its members."""
    return AccessTerms(
        requires_second_factor=team.requires_second_factor,
        requires_purpose=team.requires_purpose,
        requires_passphrase=team.requires_passphrase,
        allows_api_writes=team.allows_api_writes,
        allowed_networks=tuple(team.allowed_networks),
    )


def closed_teams(
    person: Person, *, has_second_factor: bool, address: str
) -> dict[uuid.UUID, ClosedReason]:
    """The teams of the person that are closed to them at this address, and why."""
    memberships = Membership.objects.filter(person=person).select_related("team")
    reasons = {
        membership.team_id: _closed_by(
            membership.team, address=address, has_second_factor=has_second_factor
        )
        for membership in memberships
    }
    return {team_id: reason for team_id, reason in reasons.items() if reason}


def has_open_team(person: Person) -> bool:
    """Whether the person is in a team that is open to them now."""
    return bool(permissions_by_team(person))


def is_within(address: str, networks: Iterable[str]) -> bool:
    """Whether an address is in one of the blocks; a text that is no address is in none."""
    try:
        place = ip_address(address)
    except ValueError:
        return False
    if isinstance(place, IPv6Address) and place.ipv4_mapped:
        place = place.ipv4_mapped
    return any(place in block for network in networks if (block := _block(network)))


def _block(network: object) -> IPv4Network | IPv6Network | None:
    """None where the column holds what is no block: that lets nobody in."""
    try:
        return ip_network(str(network))
    except ValueError:
        return None


def _closed_by(team: Team, *, address: str, has_second_factor: bool) -> ClosedReason | None:
    if team.allowed_networks and not is_within(address, team.allowed_networks):
        return ClosedReason.NETWORK
    if team.requires_second_factor and not has_second_factor:
        return ClosedReason.SECOND_FACTOR
    return None


_SECOND_FACTOR = gettext_noop("Members sign in with a second factor.")
_PURPOSE = gettext_noop("Whoever reveals, copies or exports a secret says what for.")
_PASSPHRASE = gettext_noop("A handover link opens with a passphrase that is told apart.")
_NETWORKS = gettext_noop("The team is open to these networks alone: %(networks)s.")
_API_WRITES = gettext_noop("Admins and operators may change things from the API console.")
