"""OVHcloud's refusals as people translate them: "Cet appel n'a pas été accordé"."""

from __future__ import annotations

import re
from typing import Final

from credentials.core import API_ERRORS, Refusal

_TRANSLATED: Final = {
    Refusal.RULES: (
        r"cet appel n['’]a pas été (?:accordé|autorisé|octroyé|permis)e?"
        r"|dieser (?:auf|an)ruf (?:wurde|wird|ist) nicht (?:gewährt|erteilt|genehmigt|zugelassen"
        r"|erlaubt|gestattet|freigegeben)"
        r"|questa chiamata non è (?:stata )?(?:concessa|autorizzata|consentita|permessa)"
        r"|esta llamada no (?:ha sido|fue|está) (?:concedida|autorizada|permitida|otorgada)"
        r"|esta chamada não (?:foi|está) (?:concedida|autorizada|permitida)"
        r"|deze (?:aan|op)roep is niet (?:toegestaan|toegekend|verleend)"
        r"|to (?:wywołanie|połączenie) nie (?:zostało|jest) (?:przyznane|udzielone|dozwolone"
        r"|autoryzowane|zatwierdzone)"
    ),
    Refusal.CREDENTIAL_NOT_VALID: (
        r"(?:cet identifiant|cette accréditation) n['’]est pas valide"
        r"|ces identifiants ne sont pas valides"
        r"|diese (?:anmeldeinformationen|zugangsdaten) sind (?:un|nicht )gültig"
        r"|diese berechtigung ist (?:un|nicht )gültig"
        r"|questa credenziale non è valida"
        r"|esta credencial (?:no es|não é) válida"
        r"|to poświadczenie (?:jest nieprawidłowe|nie jest ważne)"
    ),
    Refusal.APPLICATION_KEY: (
        r"cette clé d['’]application (?:n['’]est pas valide|est invalide)"
        r"|dieser anwendungsschlüssel ist (?:un|nicht )gültig"
        r"|questa chiave (?:di |dell['’])?applicazione non è valida"
        r"|esta clave de (?:la )?aplicación no es válida"
        r"|ten klucz aplikacji jest nieprawidłowy"
    ),
    Refusal.SIGNATURE: (
        r"signature (?:invalide|non valide|incorrecte)|ungültige signatur|firma non valida"
        r"|firma (?:no válida|inválida)|assinatura inválida|nieprawidłowy podpis"
    ),
    Refusal.NO_SERVICE: (
        r"ce service n['’]existe pas|dieser (?:dienst|service) existiert nicht"
        r"|questo servizio non esiste|este servicio no existe|este serviço não existe"
        r"|ta usługa nie istnieje"
    ),
}
_ANY: Final = re.compile(
    "|".join(f"(?P<{refusal.name}>{words})" for refusal, words in _TRANSLATED.items()),
    re.IGNORECASE,
)


def in_english(text: str) -> str:
    """The text with OVHcloud's own words for translated ones."""
    return _ANY.sub(_own_words, text)


def _own_words(match: re.Match[str]) -> str:
    return API_ERRORS[Refusal[match.lastgroup or ""]].message
