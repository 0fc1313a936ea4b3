"""Fill an empty demo: people of every role, two teams, three accounts and what they hold."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError
from django.db import transaction

from credentials import audit, live, teams, vault
from credentials.audit import SYSTEM
from credentials.core import KeydeskError, Role, SyncState
from credentials.management.demo_people import admit, demo_people
from credentials.management.demo_profiles import save_profiles
from credentials.management.demo_vault import DemoFiller
from credentials.models import Account, Person, Team
from credentials.rights import TeamPolicy
from sandbox.demo_world import NIC_A, NIC_B, NIC_C, build_world

_ENDPOINT = "sandbox"
_TEAMS = {
    "Example Hosting": {NIC_A: "Web platform", NIC_B: "Customer mail"},
    "Example Shop": {NIC_C: "Shop"},
}
_POLICIES = {
    "Example Hosting": TeamPolicy(forbids_whole_account=True, requires_owner=True, longest_days=90),
}
_IN_ONE_TEAM = frozenset({Role.REQUESTER})


class Command(BaseCommand):
    help = "Fill the demo with made-up people, accounts and keys; what is there already stays."

    def handle(self, *args: Any, **options: Any) -> None:
        if not settings.DEMO:
            raise CommandError("Made-up people belong in a demo alone: set KEYDESK_DEMO=1.")
        members = {demo.role: admit(demo) for demo in demo_people()}
        try:
            if not Team.objects.exists():
                _fill(members)
        except KeydeskError as error:
            raise CommandError(f"{error.sentence} {error.next_step}") from error
        for account in Account.objects.filter(syncs=None).exclude(management_key=None):
            self._read(account, members[Role.ADMIN])

    def _read(self, account: Account, person: Person) -> None:
        """Read the live keys here and now, so that the first page has them. What cannot be read
        is said: the demo starts all the same, with what people made of it."""
        try:
            started = live.start_sync(account, actor=audit.actor_of(person))
            live.run_sync.call(str(started.pk), person.pk)
        except KeydeskError as error:
            self.stderr.write(f"{account} could not be read: {error.sentence}")
            return
        started.refresh_from_db()
        if started.state != SyncState.DONE:
            self.stderr.write(f"{account} could not be read: {started.cause}")


@transaction.atomic
def _fill(members: dict[Role, Person]) -> None:
    """All of it or nothing, so that a demo that was stopped half-way starts clean."""
    filler = DemoFiller(build_world(), members[Role.OPERATOR])
    for number, (name, labels) in enumerate(_TEAMS.items()):
        team = teams.create_team(name, admin=members[Role.ADMIN], actor=SYSTEM)
        for role, person in members.items():
            if role is not Role.ADMIN and not (number and role in _IN_ONE_TEAM):
                teams.add_member(team, person, role, actor=SYSTEM)
        for nic, label in labels.items():
            account = vault.add_account(team, label=label, endpoint=_ENDPOINT, actor=SYSTEM)
            vault.bind_account(account, nic, seen="", actor=SYSTEM)
            filler.fill(account, nic)
        if policy := _POLICIES.get(name):
            teams.change_policy(team, policy, actor=SYSTEM)
        if not number:
            save_profiles(team, members[Role.OPERATOR])
