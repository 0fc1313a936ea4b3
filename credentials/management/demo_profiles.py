"""Two rights profiles for the demo; one of them was narrowed down in a second version."""

from __future__ import annotations

from collections.abc import Sequence

from credentials import audit, teams
from credentials.models import Person, Team
from credentials.rights import RECIPES, AccessRule

_ZONES = RECIPES["certbot-zones"].rules()
_ONE_ZONE = RECIPES["certbot-zone"].rules(zone="example.com")
_READING = RECIPES["read-only"].rules()
_WHOLE_STORY: tuple[tuple[str, str, str, Sequence[AccessRule]], ...] = (
    ("certbot on web servers", "Certificates of example.com by DNS-01", "", _ZONES),
    ("certbot on web servers", "", "one zone in place of all of them", _ONE_ZONE),
    ("yearly audit", "Read everything, change nothing", "", _READING),
)


def save_profiles(team: Team, author: Person) -> None:
    """Save them in the author's name, as the console does."""
    actor = audit.actor_of(author, "127.0.0.1")
    for name, purpose, note, rules in _WHOLE_STORY:
        newest = teams.newest_profile_version(team, name)
        draft = teams.ProfileDraft(
            name=name,
            rules=rules,
            purpose=purpose,
            note=note,
            over=newest.pk if newest else None,
        )
        teams.save_profile(team, draft, author=author, actor=actor)
