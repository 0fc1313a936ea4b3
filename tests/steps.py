"""How much work something is, counted in calls: the same on a busy machine as on an idle one."""

from __future__ import annotations

import threading
from collections.abc import Callable
from cProfile import Profile
from typing import Final

#: What a person does not wait for: an idle core takes ten to twenty million steps a second.
SOON: Final = 15_000_000


def steps_with_threads(act: Callable[[], object]) -> int:
    """The same, the calls in threads that ``act`` starts among them."""
    counted: list[Profile] = []

    def count(*_event: object) -> None:
        counted.append(Profile(subcalls=False))
        counted[-1].enable()

    threading.setprofile(count)
    try:
        steps = steps_of(act)
    finally:
        threading.setprofile(None)
    return steps + sum(entry.callcount for profile in counted for entry in profile.getstats())


def steps_of(act: Callable[[], object]) -> int:
    """How many functions ``act`` calls, those of the standard library and of C among them."""
    counted = Profile(subcalls=False)
    with counted:
        act()
    return sum(entry.callcount for entry in counted.getstats())
