"""How much work something is, counted in calls: the same on a busy machine as on an idle one."""

from __future__ import annotations

from collections.abc import Callable
from cProfile import Profile
from typing import Final

#: What a person does not wait for: an idle core takes ten to twenty million steps a second.
SOON: Final = 15_000_000


def steps_of(act: Callable[[], object]) -> int:
    """How many functions ``act`` calls, those of the standard library and of C among them."""
    counted = Profile(subcalls=False)
    with counted:
        act()
    return sum(entry.callcount for entry in counted.getstats())
