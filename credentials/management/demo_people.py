"""The people of the demo: one of each role, their passwords in a file that only its owner reads."""

from __future__ import annotations

import json
import secrets
from dataclasses import asdict, dataclass, field

from django.conf import settings

from credentials import core
from credentials.core import Role
from credentials.models import Person

_DOMAIN = "demo.example"


@dataclass(frozen=True, slots=True)
class DemoPerson:
    email: str
    password: str = field(repr=False)
    role: Role


def demo_people() -> list[DemoPerson]:
    """One person of each role; the passwords are made once and kept in ``demo-people.json``."""
    file = settings.VAR_DIR / "demo-people.json"
    if not file.exists():
        people = [asdict(_invent(role)) for role in Role]
        core.write_private_file(file, [json.dumps(people, indent=2)])
    people = json.loads(file.read_text(encoding="utf-8"))
    return [
        DemoPerson(person["email"], person["password"], Role(person["role"])) for person in people
    ]


def admit(demo: DemoPerson) -> Person:
    """The person of the database, whose password is the one in the file."""
    person = Person.objects.filter(email=demo.email).first()
    if person is None:
        return Person.objects.create_user(demo.email, demo.password)
    if not person.check_password(demo.password):
        person.set_password(demo.password)
        person.save(update_fields=["password"])
    return person


def _invent(role: Role) -> DemoPerson:
    return DemoPerson(f"{role}@{_DOMAIN}", secrets.token_urlsafe(12), role)
