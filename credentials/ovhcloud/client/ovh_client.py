"""The calls Keydesk makes, by name (api 3 and 4)."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from functools import partial
from types import MappingProxyType, TracebackType
from typing import Final, Self

from credentials.core import BadRequest, CredentialState, Method, coded, gettext_noop, say
from credentials.ovhcloud.client import fields
from credentials.ovhcloud.client.access_tokens import BearerIdentity, ServiceAccount
from credentials.ovhcloud.client.answers import (
    Application,
    Client,
    Credential,
    CredentialRequest,
    Details,
    LoggedCall,
    NewClient,
)
from credentials.ovhcloud.client.api_session import Answer, ApiSession, Traffic
from credentials.ovhcloud.client.call import Access, Call, Query, get, post
from credentials.ovhcloud.client.changing_addresses import change_addresses
from credentials.ovhcloud.client.clock import clock_of
from credentials.ovhcloud.client.codec import compact
from credentials.ovhcloud.client.deleting import Deleted, delete
from credentials.ovhcloud.client.fields import WrongShape, client_id, number_id
from credentials.ovhcloud.client.identity import KeyIdentity
from credentials.ovhcloud.client.limits import Limits
from credentials.ovhcloud.client.lists.context import ListingContext
from credentials.ovhcloud.client.lists.filtered import filtered
from credentials.ovhcloud.client.lists.listing import Listing
from credentials.ovhcloud.client.lists.routes import (
    APPLICATIONS,
    CLIENTS,
    CREDENTIALS,
    ListItem,
    ListRoute,
)
from credentials.ovhcloud.endpoints import Endpoint
from credentials.rights import AccessRule, rules_to_api

_OFFSETS: Final = timedelta(days=1)
_NO_HEADERS: Final[Mapping[str, str]] = MappingProxyType({})
_ID_STRANGE = coded("api.id-strange", gettext_noop("This is no id that OVHcloud gives."))


class OvhClient:
    """Calls one endpoint with the keys of an application. Threads may share it.

    Every call raises ``ApiError``, by cause; the constructor ``SecretFormatError`` when a key
    cannot be one. The keys are kept in memory and shown by nothing.
    """

    def __init__(
        self,
        endpoint: Endpoint,
        *,
        application_key: str,
        application_secret: str = "",
        consumer_key: str = "",
        limits: Limits | None = None,
    ) -> None:
        clock = clock_of(endpoint.api_root)
        identity = KeyIdentity(application_key, application_secret, consumer_key, clock)
        self._label = f"{application_key[:4]}…"
        self._session = ApiSession(endpoint, identity, limits or Limits())

    def __repr__(self) -> str:
        return f"<{type(self).__name__} {self._session.endpoint.name} {self._label}>"

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        traceback: TracebackType | None,
    ) -> None:
        self.close()

    def close(self) -> None:
        """Close the idle connections; the client can still be used."""
        self._session.close()

    def traffic(self) -> Traffic:
        """The calls made so far, and how long the next one waits for its turn."""
        return self._session.traffic()

    def server_time(self) -> int:
        """OVHcloud's clock, in seconds since the epoch."""
        return self._session.server_time()

    def request_credential(
        self,
        rules: Iterable[AccessRule],
        *,
        redirection: str | None = None,
        allowed_ips: Iterable[str] | None = None,
    ) -> CredentialRequest:
        """Ask for a consumer key under the application key alone; it is pending (api 3.1).

        Made once: when the outcome is unknown, a pending key nobody holds may exist.
        """
        content = {
            "accessRules": rules_to_api(rules),
            "redirection": redirection or None,
            "allowedIPs": list(allowed_ips or ()) or None,
        }
        call = post("/auth/credential", content, access=Access.APPLICATION)
        return self._session.read(call, CredentialRequest.read)

    def current_credential(self) -> Credential:
        """The consumer key this client signs with. Needs no right, but a validated key."""
        return self._session.read(get("/auth/currentCredential"), Credential.read)

    def details(self) -> Details:
        """Whose the key or the service account is. Needs no right."""
        return self._session.read(get("/auth/details"), Details.read)

    def logout(self) -> None:
        """End the consumer key this client signs with. Needs no right."""
        self._session.ask(Call(Method.POST, "/auth/logout", is_void=True))

    def names(self, route: str) -> tuple[str, ...]:
        """The names that a list of the API holds; ``Unreadable`` for a route that is no list."""
        return self._session.read(get(route), partial(fields.each, read=fields.name))

    def call(
        self,
        method: Method,
        path: str,
        *,
        query: Query = (),
        body: object = None,
        headers: Mapping[str, str] = _NO_HEADERS,
        hears_refusal: Callable[[object], None] | None = None,
    ) -> Answer:
        """Any operation: a quoted path, the JSON body as a value, headers that are not signed.

        The answer may be of any shape, and hold a secret; so may what ``hears_refusal`` is told of
        one that is no success. A write is tried once.
        """
        call = Call(
            method,
            path,
            query=query,
            body=compact(body),
            headers=headers,
            is_void=True,
            is_quoted=True,
            hears_refusal=hears_refusal,
        )
        return self._session.ask(call)

    def application(self, application_id: int) -> Application:
        """One application of the account; ``NotFound`` for those of others (api 4.1)."""
        path = _path("/me/api/application", application_id)
        return self._session.read(get(path), Application.read)

    def credential(self, credential_id: int) -> Credential:
        """One consumer key of the account, as OVHcloud lists it, for whoever changes it.

        ``Unreadable`` where nobody can tell its addresses: they could not be put back.
        """
        path = _path("/me/api/credential", credential_id)
        return self._session.read(get(path), Credential.read_to_change)

    def credential_application(self, credential_id: int) -> Application:
        """The application of a consumer key, also where the account does not own it (api 4.1)."""
        path = _path("/me/api/credential", credential_id)
        return self._session.read(get(f"{path}/application"), Application.read)

    def applications(self, *, singly: bool = True) -> Listing[int, Application]:
        """The applications of the account; those alone that come many a call, unless ``singly``."""
        return Listing(self._session, APPLICATIONS, singly=singly)

    def applications_by_id(self, ids: Collection[int]) -> Listing[int, Application]:
        """These applications of the account."""
        return Listing(self._session, APPLICATIONS, ids=tuple(ids))

    def credentials(
        self,
        *,
        application_id: int | None = None,
        status: CredentialState | None = None,
        known: Collection[int] = (),
    ) -> Listing[int, Credential]:
        """The consumer keys of the account: all, or those of an application or in a state.

        Those in ``known`` need not be read again.
        """
        filters = (("applicationId", application_id), ("status", status))
        query = tuple((name, str(value)) for name, value in filters if value is not None)
        return Listing(self._session, replace(CREDENTIALS, query=query), known=known)

    def credentials_by_id(self, ids: Collection[int]) -> Listing[int, Credential]:
        """These consumer keys of the account."""
        return Listing(self._session, CREDENTIALS, ids=tuple(ids))

    def credential_ids(self, *, status: CredentialState | None = None) -> tuple[int, ...]:
        """The numbers of the account's consumer keys, or of those in a state; one call."""
        query = (("status", str(status)),) if status else ()
        return self._session.read(get(CREDENTIALS.path, query=query), CREDENTIALS.ids)

    def credentials_used_since(
        self, moment: datetime, *, expected: int
    ) -> list[ListItem[int, Credential]] | None:
        """The consumer keys used since then; None where the endpoint does not answer that.

        ``expected`` is one that was, by at least a day: nobody knows how the endpoint compares
        moments of other offsets.
        """
        return filtered(
            ListingContext.of(self._session, CREDENTIALS),
            f"lastUse:gt={moment.astimezone(UTC):%Y-%m-%dT%H:%M:%SZ}",
            fits=lambda key: key.last_use is not None and key.last_use > moment - _OFFSETS,
            expected=expected,
        )

    def logged_numbers(self, log: ListRoute[int, LoggedCall]) -> tuple[int, ...]:
        """The numbers of the calls in a log of the account; one call."""
        return self._session.read(get(log.path), log.ids)

    def logged_calls(
        self, log: ListRoute[int, LoggedCall], numbers: Collection[int]
    ) -> Listing[int, LoggedCall]:
        """These calls of a log."""
        return Listing(self._session, log, ids=tuple(numbers))

    def oauth2_clients(self) -> Listing[str, Client]:
        """The service accounts of the account, and the applications people sign in to."""
        return Listing(self._session, CLIENTS)

    def oauth2_client(self, client: str) -> Client:
        """One service account."""
        return self._session.read(get(_path("/me/api/oauth2/client", client)), Client.read)

    def create_oauth2_client(self, *, name: str, description: str) -> NewClient:
        """A new service account, with the secret that is never shown again. Made once."""
        content = {
            "name": name,
            "description": description,
            "flow": "CLIENT_CREDENTIALS",
            "callbackUrls": [],
        }
        return self._session.read(post("/me/api/oauth2/client", content), NewClient.read)

    def change_addresses(self, credential_id: int, addresses: Sequence[str]) -> Credential:
        """Have a consumer key work from these blocks alone, from anywhere without any (api 4.1).

        The key as OVHcloud has it afterwards: read back, never taken for granted.
        """
        path = _path("/me/api/credential", credential_id)
        return change_addresses(self._session, path, addresses)

    def delete_application(self, application_id: int) -> Deleted:
        """Delete an application **and every consumer key of it** (api 4.1)."""
        return delete(self._session, _path("/me/api/application", application_id))

    def delete_credential(self, credential_id: int) -> Deleted:
        """End one consumer key."""
        return delete(self._session, _path("/me/api/credential", credential_id))

    def delete_oauth2_client(self, client: str) -> Deleted:
        """Delete a service account."""
        return delete(self._session, _path("/me/api/oauth2/client", client))


class BearerClient(OvhClient):
    """The same calls with the access tokens of a service account.

    A token is minted when first needed, kept in memory, and renewed before it ends. What needs an
    application key (``request_credential``) or a consumer key (``current_credential``) is refused.
    """

    def __init__(
        self,
        endpoint: Endpoint,
        *,
        client_id: str,
        client_secret: str,
        limits: Limits | None = None,
    ) -> None:
        limits = limits or Limits()
        account = ServiceAccount(endpoint, client_id, client_secret)
        self._label = f"{client_id[:4]}…"
        self._session = ApiSession(endpoint, BearerIdentity(account, limits), limits)


def _path(route: str, key: int | str) -> str:
    """The path of one thing. An id that none can have would lead elsewhere and is refused."""
    try:
        return f"{route}/{number_id(key) if isinstance(key, int) else client_id(key)}"
    except WrongShape:
        raise BadRequest(say(_ID_STRANGE)) from None
