"""A new sign-in at the identity provider, for whoever has nothing yet to confirm by.

Whoever took a session over cannot pass it, and so sets up no factor of their own to confirm by: the
provider is to ask for its password anew, and has to say when it did.
"""

from __future__ import annotations

import time
from typing import Final

from django.http import HttpRequest

#: Seconds for which such a sign-in counts, from when the provider asked.
LASTS: Final = 300
#: What the provider is asked besides: a session of its own is not enough.
PARAMS: Final = {"prompt": "login", "max_age": "0"}

_ASKED, _CAME = "new_sign_in_asked", "new_sign_in_at"


def ask(request: HttpRequest) -> None:
    """The next sign-in of this browser is to be a new one."""
    request.session[_ASKED] = True


def is_asked(request: HttpRequest) -> bool:
    return bool(request.session.get(_ASKED))


def note(request: HttpRequest, signed_in_at: object) -> bool:
    """Keep when the provider asked (seconds since 1970); False where it did not do so just now."""
    request.session.pop(_ASKED, None)
    if not isinstance(signed_in_at, int | float) or not _is_recent(signed_in_at):
        return False
    request.session[_CAME] = time.time()
    return True


def is_fresh(request: HttpRequest) -> bool:
    """Whether the session began by such a sign-in within the last minutes."""
    came = request.session.get(_CAME)
    return isinstance(came, float) and _is_recent(came)


def _is_recent(moment: float) -> bool:
    """Clocks of two machines differ: a moment ahead counts."""
    return abs(time.time() - moment) < LASTS
