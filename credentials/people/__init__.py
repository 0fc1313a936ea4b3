"""Access of people: invitations, links that are mailed or made in a shell, rules for
passwords, sealed seeds of second factors, sessions, single sign-on, deactivation, and notices of
their own account.

Teams, roles and memberships are in ``teams``; pages and forms of the sign-in are the console's.
"""

from __future__ import annotations

from credentials.people.authority import may_end_access
from credentials.people.browsers import browser_name
from credentials.people.deactivation import deactivate, reactivate
from credentials.people.factors import (
    check_factors,
    has_second_factor,
    open_factor,
    reset_factors,
    seal_factor,
)
from credentials.people.invitations import (
    accept_invitation,
    find_invitation,
    invite,
    open_invitations,
    send_invitation,
    withdraw_invitation,
)
from credentials.people.links import find_link
from credentials.people.notices import (
    addresses_of,
    is_new_place,
    queue_notice,
    send_notice,
)
from credentials.people.passwords import (
    ask_reset,
    reset_password,
    send_password_reset,
    set_password,
)
from credentials.people.sessions import (
    ENDED,
    begin_session,
    digest_of_session,
    drop_restored_session,
    end_sessions,
    follow_session_key,
    note_session_in_use,
    remove_session,
    session_is_live,
    sessions_of,
)
from credentials.people.sign_in_links import (
    make_sign_in_link,
    use_sign_in_link,
)
from credentials.people.single_sign_on import admit_by_groups, refuse_sign_in
from credentials.people.visits import last_visit, note_visit

__all__ = [
    "ENDED",
    "accept_invitation",
    "addresses_of",
    "admit_by_groups",
    "ask_reset",
    "begin_session",
    "browser_name",
    "check_factors",
    "deactivate",
    "digest_of_session",
    "drop_restored_session",
    "end_sessions",
    "find_invitation",
    "find_link",
    "follow_session_key",
    "has_second_factor",
    "invite",
    "is_new_place",
    "last_visit",
    "make_sign_in_link",
    "may_end_access",
    "note_session_in_use",
    "note_visit",
    "open_factor",
    "open_invitations",
    "queue_notice",
    "reactivate",
    "refuse_sign_in",
    "remove_session",
    "reset_factors",
    "reset_password",
    "seal_factor",
    "send_invitation",
    "send_notice",
    "send_password_reset",
    "session_is_live",
    "sessions_of",
    "set_password",
    "use_sign_in_link",
    "withdraw_invitation",
]
