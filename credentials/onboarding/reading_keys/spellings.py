"""Spellings of the six fields by tools and pages: letters alone, lower case, no accents."""

from __future__ import annotations

from itertools import product
from typing import Final

from credentials.onboarding.reading_keys.candidates import Field

_KEY, _SECRET = Field.APPLICATION_KEY, Field.APPLICATION_SECRET
_CONSUMER, _ENDPOINT = Field.CONSUMER_KEY, Field.ENDPOINT
_TOOLS: Final = {
    "applicationkey": _KEY, "appkey": _KEY, "xovhapplication": _KEY, "ak": _KEY,
    "applicationsecret": _SECRET, "appsecret": _SECRET, "as": _SECRET,
    "applicationsecretkey": _SECRET, "appsecretkey": _SECRET,
    "consumerkey": _CONSUMER, "ck": _CONSUMER, "xovhconsumer": _CONSUMER,
    "consumersecret": _CONSUMER,
    "clientid": Field.CLIENT_ID, "clientsecret": Field.CLIENT_SECRET,
    "endpoint": _ENDPOINT, "entrypoint": _ENDPOINT, "region": _ENDPOINT,
}  # fmt: skip
#: Languages whose word for the key comes first: key, secret, secret key, application, consumer.
_KEY_FIRST: Final[tuple[tuple[tuple[str, ...], ...], ...]] = (
    (("cle",), ("secret", "clesecrete"), ("application",),
     ("consommateur", "utilisateur", "client", "consumer")),
    (("clave", "llave"), ("secreto", "clavesecreta"), ("aplicacion",),
     ("consumidor", "usuario", "cliente", "consumer")),
    (("chiave",), ("segreto", "secret", "chiavesegreta"), ("applicazione",),
     ("consumatore", "utente", "cliente", "consumer")),
    (("chave",), ("segredo", "chavesecreta"), ("aplicacao",),
     ("consumidor", "utilizador", "cliente", "consumer")),
    (("klucz",), ("sekret", "tajnyklucz"), ("aplikacji",),
     ("konsumenta", "uzytkownika", "klienta")),
    (("schlussel", "schluessel"), ("geheimnis", "geheimerschlussel", "geheimerschluessel"),
     ("anwendung", "applikation"), ("verbrauchers", "verbraucher", "konsumenten")),
)  # fmt: skip
#: Those where it comes last: application, key, secret, consumer.
_KEY_LAST: Final[tuple[tuple[tuple[str, ...], ...], ...]] = (
    (("anwendungs", "applikations", "app"), ("schlussel", "schluessel", "key"),
     ("geheimnis", "secret"), ("verbraucher", "konsumenten", "kunden", "consumer")),
    (("applicatie", "toepassings"), ("sleutel", "key"), ("geheim", "secret"),
     ("consumenten", "gebruikers", "consumer")),
)  # fmt: skip
#: Words between the two in a label: of the application.
ARTICLES: Final = frozenset(
    {"de", "du", "d", "l", "la", "del", "della", "dell", "da", "do", "der", "des", "dla"}
)


def _pairs(first: tuple[str, ...], last: tuple[str, ...], field: Field) -> dict[str, Field]:
    return {"".join(words): field for words in product(first, last)}


def _all() -> dict[str, Field]:
    spellings = dict(_TOOLS)
    for keys, secrets, applications, consumers in _KEY_FIRST:
        spellings |= _pairs(keys, applications, _KEY) | _pairs(secrets, applications, _SECRET)
        spellings |= _pairs(keys, consumers, _CONSUMER)
    for applications, keys, secrets, consumers in _KEY_LAST:
        spellings |= _pairs(applications, keys, _KEY) | _pairs(applications, secrets, _SECRET)
        spellings |= _pairs(consumers, keys, _CONSUMER)
        spellings |= {
            f"geheimer{application}{key}": _SECRET for application in applications for key in keys
        }
    return spellings


SPELLINGS: Final = _all()
