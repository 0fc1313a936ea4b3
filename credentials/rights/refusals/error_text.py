"""What an error says besides its calls: a body in either shape (api 2.5), or a tool's own words."""

from __future__ import annotations

import re
from functools import cached_property
from typing import Final

from credentials.core import API_HOSTS, DENIED_BY_CREDENTIAL, RuleError, gettext_noop, say
from credentials.rights.domain_names import with_punycode
from credentials.rights.refusals.answer_words import FAILURES, outcome_in
from credentials.rights.refusals.masked_names import with_stars
from credentials.rights.refusals.status_reading import (
    status_in,
    tells_of_success,
    without_other_fields,
)
from credentials.rights.refusals.translated_errors import in_english

LONGEST: Final = 1_000_000
_MOST_ACTIONS: Final = 40

_QUERY_ID: Final = re.compile(r"(?:x-)?ovh-query-?id\W{1,4}([\w.-]{8,120})", re.IGNORECASE)
#: Every action of OVHcloud's IAM has this middle; a time of day and a name of a resource have not.
_ACTION: Final = re.compile(r"\b[A-Za-z]\w{1,60}:apiovh:[A-Za-z*][\w/?*.-]{0,200}")
#: Words of failure, where no status and no message says of which kind.
_FAILED: Final = re.compile(
    rf"\b(?:errors?|{FAILURES}|refus\w*|unable|can(?:not|'t)|could not|exceptions?|traceback|fatal"
    r"|invalid|panic)\b"
)
#: A count of failures that is none.
_NONE_FAILED: Final = re.compile(
    r"(?<![=:\w])(?:0|no|zero|without) (?:\w{1,20} )?(?:errors?|failures?|failed|refused)\b"
    r"|\b(?:errors?|failures?|failed)[=:] ?0\b"
)
#: What a text says did not happen: "NOT_GRANTED_CALL not seen", "no INVALID_KEY".
_NOT_SEEN: Final = re.compile(
    r"\b(?:no|not|without|instead of|rather than) (?:an? |the )?[a-z]+_[a-z_]+\b"
    r"|\b[a-z]+_[a-z_]+ (?:was |is )?(?:not|never) (?:seen|returned|given)\b"
)
_HOST: Final = re.compile(r"\bhttps?://([\w.-]{1,200})")
#: Hosts of the API and its sign-in, and places where it is played; storage has keys of its own.
_OVHCLOUD_HOST: Final = re.compile(
    r"^(?!.*\.cloud\.ovh\.\w+$).*(?:ovh|soyoustart|kimsufi|runabove)"
    r"|localhost|^127\.|^10\.|^192\.168\.|^[^.]*$"
)
#: OVHcloud's message in a body, or as its SDKs print it.
_MESSAGE: Final = re.compile(
    r"[\"']message[\"']\s?:\s?\"([^\"\n]{1,500})\"|\bClient::Forbidden: \"([^\"\n]{1,500})\""
)
#: What a message about rights, a key or an address has.
_ABOUT_RIGHTS: Final = re.compile(
    r"right|permission|privilege|grant|authori[sz]|forbid|forbidden|deni|access|allow|credential"
    r"|key|token|role|polic|\bip\b|address|^\W*\w{0,12}\W*$|not found|does not exist",
    re.IGNORECASE,
)
#: A host of the storage or the public cloud, named without its scheme.
_STORAGE_HOST: Final = re.compile(
    r"(?<![\w.@/-])[\w-]{1,60}(?:\.[\w-]{1,60}){0,4}\.cloud\.ovh\.\w{2,3}\b"
)
_METHOD: Final = re.compile(r"\b(?:GET|POST|PUT|PATCH|DELETE)\b")
_TOKEN: Final = re.compile(
    r"\bauthorization[\"']?\W{1,5}bearer\b|\bbearer (?:token|auth\w*|ey)|(?<![/\w])oauth2\b(?!/)"
    r"|\bservice account\b|\bclient_credentials\b|:credential:\S{1,60}/oauth2-"
)
_BY_CREDENTIAL: Final = re.compile(rf"{DENIED_BY_CREDENTIAL}\W{{1,5}}\w", re.IGNORECASE)


class ErrorText:
    """What can be read from a text of any kind, each thing when it is first asked for."""

    def __init__(self, written: str) -> None:
        self._written: Final = written

    @cached_property
    def text(self) -> str:
        """The text in lower case, without what it says did not happen."""
        return _NOT_SEEN.sub(" ", self._lowered)

    @cached_property
    def status(self) -> int:
        """The status that it names; 0: none."""
        return status_in(self._numbered)

    @cached_property
    def query_id(self) -> str:
        match = _QUERY_ID.search(self._written)
        return match[1] if match else ""

    @cached_property
    def actions(self) -> tuple[str, ...]:
        """The IAM actions that it names."""
        return tuple(dict.fromkeys(_ACTION.findall(self._written)))[:_MOST_ACTIONS]

    @cached_property
    def by_credential(self) -> bool:
        """Whether the credential itself is said to lack them."""
        return _BY_CREDENTIAL.search(self._written) is not None

    @cached_property
    def regions(self) -> frozenset[str]:
        """The names of those whose hosts are in it."""
        return frozenset(row.name for row in API_HOSTS if row.host in self._lowered)

    @cached_property
    def message(self) -> str:
        """What is said of the refusal, where that is about no rights, key or address."""
        match = _MESSAGE.search(self._written)
        message = (match[1] or match[2]).strip() if match else ""
        return "" if _ABOUT_RIGHTS.search(message) else message

    @cached_property
    def has_token(self) -> bool:
        """Whether the call had an OAuth2 token, and no key."""
        return _TOKEN.search(self._lowered) is not None

    @cached_property
    def is_fine(self) -> bool:
        """Whether a status or a word in its place says that all went well."""
        return self._outcome is True or tells_of_success(self._numbered)

    @property
    def is_refused(self) -> bool:
        """Whether a word in the place of a status says that it did not."""
        return self._outcome is False

    @cached_property
    def is_failure(self) -> bool:
        """Whether some word says that something did not."""
        return self.is_refused or _FAILED.search(_NONE_FAILED.sub(" ", self._lowered)) is not None

    @cached_property
    def is_foreign(self) -> bool:
        """Whether all addresses in it are those of other services."""
        hosts = set(_HOST.findall(self._lowered))
        if not _METHOD.search(self._written):
            hosts.update(_STORAGE_HOST.findall(self._lowered))
        return bool(hosts) and all(map(is_foreign_host, hosts))

    @cached_property
    def _lowered(self) -> str:
        return self._written.lower()

    @cached_property
    def _numbered(self) -> str:
        return without_other_fields(self._written)

    @cached_property
    def _outcome(self) -> bool | None:
        return outcome_in(self._written)


def plain_text(pasted: str) -> str:
    """The text as it was before a log escaped it or a person translated it. Raises ``RuleError``
    for more than 1 MB."""
    if len(pasted) > LONGEST:
        raise RuleError(say(gettext_noop("This is too much text for an error: more than 1 MB.")))
    # Logs carry bodies with their quotes escaped, and links with their ampersands spelled out.
    plain = pasted.replace('\\"', '"').replace("\\/", "/").replace("\\u0026", "&")
    return with_punycode(with_stars(in_english(plain)))


def is_foreign_host(host: str) -> bool:
    """Whether a host, in lower case, is none of the API's and none where it is played."""
    return _OVHCLOUD_HOST.search(host) is None
