"""Words that a sentence may have around a rule and that say nothing against it, by language."""

from __future__ import annotations

from typing import Final

from credentials.core import Method

_ENGLISH: Final = """
grant grants granted granting allow allows allowed allowing use uses used using need needs needed
require requires required requirement requirements want wants wanted give gives given add adds
added please thanks thank you hello hi hey dear and or plus also as well both with for to of on in
at the a an this that these those it its is are be has have may can must shall should i we us our
my your read reads reading write writes writing list lists create make access right rights rule
rules permission permissions method methods path paths route routes call calls key keys token
tokens api ovh ovhcloud account following follows below here only just set get put post delete
http https request requests requested
"""
_FRENCH: Final = """
accorder accordez accorde autoriser autorise autorisez autorisé utiliser utilise utilisez besoin
ajouter ajoute ajoutez donner donne donnez faut requis nécessaire nécessaires merci bonjour et ou
ainsi que avec pour de du des le la les un une sur il nous vous je ai avons avez est sont droit
droits règle règles accès méthode méthodes chemin chemins clé clef clés lecture écriture lire
écrire créer créez crée svp suivant suivants suivante suivantes compte appel appels seulement
uniquement
"""
_GERMAN: Final = """
gewähren gewähre erlauben erlaube erlaubt bitte danke hallo brauchen brauche braucht benötigen
benötige benötigt verwenden verwende nutzen und oder sowie auch mit für auf der die das den dem
ein eine einen ich wir sie ist sind recht rechte regel regeln zugriff methode methoden pfad pfade
schlüssel lesen schreiben folgende folgenden konto aufruf aufrufe anlegen nur hinzufügen
"""
_SPANISH: Final = """
conceder concede conceda permitir permite permita usar usa use necesito necesita necesitamos
necesitan añadir añade añada gracias hola por favor y o con para de del el la los las un una sobre
en es son derecho derechos permiso permisos regla reglas acceso método métodos ruta rutas clave
leer escribir siguiente siguientes cuenta llamada llamadas solo sólo
"""
_ITALIAN: Final = """
concedere concedi conceda permettere permetti usare usa usi serve servono bisogno aggiungere
aggiungi grazie ciao per favore e ed o con di del il lo la gli le un una su sul è sono ho abbiamo
diritto diritti permesso permessi regola regole accesso metodo metodi percorso percorsi chiave
leggere scrivere seguente seguenti conto chiamata chiamate solo soltanto
"""
_POLISH: Final = """
nadać nadaj przyznać przyznaj zezwolić zezwól użyj użyć potrzebuję potrzebujemy potrzebne dodaj
dodać proszę dziękuję cześć oraz lub dla do na ze jest są prawo prawa reguła reguły dostęp metoda
metody ścieżka ścieżki klucz odczyt zapis następujące konto wywołanie wywołania tylko
"""
ASKING_WORDS: Final = frozenset(
    word
    for words in (
        _ENGLISH,
        _FRENCH,
        _GERMAN,
        _SPANISH,
        _ITALIAN,
        _POLISH,
        " ".join(Method).lower(),
    )
    for word in words.split()
)
