"""A notice by mail, to somebody who is still a member and whose row is as Keydesk wrote it."""

from __future__ import annotations

from smtplib import SMTPException
from typing import Final

from django.conf import settings

from credentials import audit, mail, teams
from credentials.core import coded, gettext_noop, say
from credentials.models import Notice
from credentials.notices.undelivered import NotWanted
from credentials.notices.wording import headline, lines
from credentials.outgoing import Undelivered
from credentials.public_address import public_address

_NOT_TAKEN: Final = coded(
    "notice.mail-not-taken", gettext_noop("The mail server did not take it (%(cause)s).")
)
_NO_MEMBER: Final = coded("notice.no-member", gettext_noop("They are no member any more."))
_OFF: Final = coded("notice.mail-off", gettext_noop("No mail server is set up."))


def send(notice: Notice) -> None:
    """Mail it; raises ``Undelivered`` and ``NotWanted``."""
    person = notice.person
    if not settings.MAIL_IS_SENT:
        raise Undelivered(say(_OFF))
    if person is None or not person.is_active or not audit.holds_or_logged(person):
        raise NotWanted(say(_NO_MEMBER))
    if teams.membership_of(person, notice.team) is None:
        raise NotWanted(say(_NO_MEMBER))
    try:
        mail.send(
            "team_notice",
            person.email,
            team=notice.team,
            headline=headline(notice),
            lines=lines(notice),
            url=public_address(notice.path),
        )
    except (SMTPException, OSError) as error:
        raise Undelivered(say(_NOT_TAKEN, cause=type(error).__name__)) from error
