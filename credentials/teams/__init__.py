"""Teams: people, roles and what they allow, the team's policy, saved rights profiles.

Accounts and what they hold belong in ``vault``. Forms and pages about people are the console's.
"""

from __future__ import annotations

from credentials.teams.access import (
    AccessTerms,
    ClosedReason,
    access_terms_of,
    closed_teams,
    has_open_team,
    is_guarded,
    is_within,
)
from credentials.teams.attempt import attempt, attempt_call, guard_permission, role_lost
from credentials.teams.members import (
    add_member,
    change_policy,
    change_role,
    create_team,
    note_absence,
    remove_member,
)
from credentials.teams.policy import (
    breaches_in_rules,
    breaches_of_key,
    guard_policy,
    policy_breaches,
    policy_of,
)
from credentials.teams.profiles import (
    CompleteProfile,
    ProfileDraft,
    archive_profile,
    change_profile,
    complete_profiles,
    newest_profile_version,
    restore_profile,
    save_profile,
)
from credentials.teams.roles import (
    ROLE_PERMISSIONS,
    allows,
    counting,
    locked_teams,
    may,
    members_of,
    membership_of,
    permissions_anywhere,
    permissions_by_team,
    permissions_in,
    role_in,
    roles_by_team,
    roles_of,
    rows_of_members,
    strongest_role,
    teams_where,
)
from credentials.teams.team_log import entries_of, export_log, note_export, read_log

__all__ = [
    "ROLE_PERMISSIONS",
    "AccessTerms",
    "ClosedReason",
    "CompleteProfile",
    "ProfileDraft",
    "access_terms_of",
    "add_member",
    "allows",
    "archive_profile",
    "attempt",
    "attempt_call",
    "breaches_in_rules",
    "breaches_of_key",
    "change_policy",
    "change_profile",
    "change_role",
    "closed_teams",
    "complete_profiles",
    "counting",
    "create_team",
    "entries_of",
    "export_log",
    "guard_permission",
    "guard_policy",
    "has_open_team",
    "is_guarded",
    "is_within",
    "locked_teams",
    "may",
    "members_of",
    "membership_of",
    "newest_profile_version",
    "note_absence",
    "note_export",
    "permissions_anywhere",
    "permissions_by_team",
    "permissions_in",
    "policy_breaches",
    "policy_of",
    "read_log",
    "remove_member",
    "restore_profile",
    "role_in",
    "role_lost",
    "roles_by_team",
    "roles_of",
    "rows_of_members",
    "save_profile",
    "strongest_role",
    "teams_where",
]
