"""Sessions in the database, useless to whoever reads the database (``sealing.sessions``)."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.contrib.sessions.backends.base import SessionBase, UpdateError
from django.contrib.sessions.backends.db import SessionStore as DatabaseSessionStore
from django.contrib.sessions.models import Session
from django.db import InterfaceError, InternalError, OperationalError
from django.utils import timezone

from credentials.sealing import sessions


class SessionStore(DatabaseSessionStore):
    """``session_key`` is the key in the cookie; rows are under its digest."""

    _is_unknown = False

    @classmethod
    def of_nobody(cls) -> SessionStore:
        """An empty session in place of one that is not to be known; its cookie stays."""
        store = cls()
        store._is_unknown = True
        return store

    def encode(self, session_dict: dict[str, Any]) -> str:
        return sessions.encrypt(
            self.serializer().dumps(session_dict),
            session_key=self.session_key or "",
            secret=settings.SECRET_KEY,
        )

    def decode(self, session_data: bytes | str) -> dict[str, Any]:
        return self._opened(session_data) or {}

    def load(self) -> dict[str, Any]:
        """What is kept; a session that is not there, or not genuine, is none."""
        row = self._get_session_from_db()
        content = self._opened(row.session_data) if row else None
        if content is None:
            self._session_key, self._is_unknown = None, True
        return content or {}

    def is_empty(self) -> bool:
        """Whether the cookie is to go. It stays where its session is not known: the answer to a
        request that was under way while the key was changed must not take the new cookie away."""
        return super().is_empty() and not self._is_unknown

    def flush(self) -> None:
        super().flush()
        self._is_unknown = False

    def save(self, must_create: Any = False) -> None:
        """Raises the database's error where it cannot be written, ``UpdateError`` where the session
        is gone."""
        try:
            super().save(must_create=must_create)
        except UpdateError as error:
            if isinstance(error.__context__, OperationalError | InternalError | InterfaceError):
                raise error.__context__ from None
            raise

    def exists(self, session_key: str) -> bool:
        return super().exists(sessions.stored_key(session_key))

    def delete(self, session_key: str | None = None) -> None:
        key = session_key or self.session_key
        if key:
            super().delete(sessions.stored_key(key))

    def create_model_instance(self, data: dict[str, Any]) -> Session:
        return Session(
            session_key=sessions.stored_key(self.session_key or ""),
            session_data=self.encode(data),
            expire_date=self.get_expiry_date(),
        )

    def _get_session_from_db(self) -> Session | None:
        key = sessions.stored_key(self.session_key or "")
        return Session.objects.filter(session_key=key, expire_date__gt=timezone.now()).first()

    def _opened(self, token: bytes | str) -> dict[str, Any] | None:
        data = sessions.decrypt(
            token,
            session_key=self.session_key or "",
            secret=settings.SECRET_KEY,
            seconds=settings.SESSION_COOKIE_AGE,
        )
        return None if data is None else self.serializer().loads(data)

    # The database backend asks for rows itself in these; by way of the methods above they do not.
    aexists, acreate, asave = SessionBase.aexists, SessionBase.acreate, SessionBase.asave
    adelete, aload = SessionBase.adelete, SessionBase.aload
