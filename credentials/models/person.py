"""A person who signs in. The e-mail address is the name."""

from __future__ import annotations

import string
import uuid
from collections.abc import Mapping
from types import MappingProxyType
from typing import Any, ClassVar, Final

from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.db import models
from django.utils import timezone
from django.utils.crypto import salted_hmac

from credentials.core import Role
from credentials.models.proven import Proven, ProvenQuerySet

_LOWER: Final = str.maketrans(string.ascii_uppercase, string.ascii_lowercase)


class PersonManager(BaseUserManager["Person"]):
    def get_queryset(self) -> ProvenQuerySet[Person]:
        return ProvenQuerySet(self.model, using=self._db)

    @classmethod
    def normalize_email(cls, email: str | None) -> str:
        """An address as it is kept and looked for: ASCII letters in lower case, and the host.

        No other letters meet before the host: "ı" or "K" (Kelvin) is another's "i" or "k".
        """
        name, at, host = (email or "").strip().rpartition("@")
        return f"{name.translate(_LOWER)}{at}{host.lower()}"

    def guard_email(self, email: str) -> None:
        """Raises ``ValidationError`` for what is no address, or longer than the column holds."""
        column: Any = self.model._meta.get_field("email")
        column.run_validators(self.normalize_email(email))

    def create_user(self, email: str, password: str | None = None) -> Person:
        """A person; one without a password cannot sign in by one."""
        person = self.model(email=self.normalize_email(email))
        person.set_password(password)
        person.save(using=self._db)
        return person

    def with_email(self, email: str) -> Person | None:
        """The person with that address, however its ASCII letters are typed."""
        return self.filter(email=self.normalize_email(email)).first()

    def get_by_natural_key(self, username: str | None) -> Person:
        return self.get(email=self.normalize_email(username))


class Person(Proven, AbstractBaseUser):
    """Somebody who signs in, by an e-mail address; teams are by ``Membership``."""

    proven = ("identity", "email", "password", "is_active", "session_generation")

    #: Who it is: what other rows prove beside the id, which the database can give again.
    identity = models.UUIDField(default=uuid.uuid4, editable=False)
    email = models.EmailField(unique=True)
    is_active = models.BooleanField(default=True)
    #: Raised to end every session at once: a session holds a digest of it.
    session_generation = models.PositiveIntegerField(default=0)
    date_joined = models.DateTimeField(default=timezone.now)

    #: Whether any of their teams asks more of its members; looked up for the person of a request.
    is_guarded = False
    #: Their roles by the id of the team, looked up once for the person of a request; else None.
    roles: Mapping[uuid.UUID, Role] | None = None
    #: Teams that are closed to them during this request, and why; no role counts there.
    closed_teams: Mapping[uuid.UUID, str] = MappingProxyType({})

    objects: ClassVar[PersonManager] = PersonManager()

    USERNAME_FIELD = "email"
    EMAIL_FIELD = "email"
    REQUIRED_FIELDS: ClassVar[list[str]] = []

    def __str__(self) -> str:
        return self.email

    def _get_session_auth_hash(self, secret: str | None = None) -> str:
        """What a session must hold to count; it changes with the password and the generation."""
        base: Any = super()  # Django's hook for this is not public, and has no type
        of_password = base._get_session_auth_hash(secret)  # noqa: SLF001 -- the hook itself
        if not self.session_generation:
            return str(of_password)
        value = f"{of_password}.{self.session_generation}"
        salt = "credentials.models.Person"
        return salted_hmac(salt, value, secret=secret, algorithm="sha256").hexdigest()
