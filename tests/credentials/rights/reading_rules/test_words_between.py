"""Words of several languages that lead from methods to their path, and from a path to its own."""

from __future__ import annotations

import pytest

from credentials.rights import read_rules

TOGETHER = [
    "Methoden (GET, PUT) mit dem Pfad /me",
    "GET und PUT bei /me",
    "permisos GET y PUT a /me",
    "permisos GET y PUT sobre la ruta /me",
    "les droits GET et PUT avec le chemin /me",
    "GET et PUT sur le chemin /me",
    "GET et PUT vers /me",
    "Permissões: GET e PUT em /me",
    "Rechten: GET en PUT voor /me",
    "uprawnienia GET i PUT do /me",
    "Give it GET and PUT with path /me",
    "GET and PUT under /me",
    "for /me you need GET and PUT",
    "On /me you need GET and PUT",
    "/me needs GET and PUT",
    "Sur /me il faut GET et PUT",
    "/me braucht GET und PUT",
    "Para /me necesitas GET y PUT",
    "Pfad: /me\nMethoden: GET, PUT",
    "Chemin : /me\nMéthodes : GET, PUT",
    "Ruta: /me\nMétodos: GET, PUT",
    'METHOD="GET"\nQUERY="https://eu.api.ovh.com/1.0/me"\nPUT /me',
]


@pytest.mark.parametrize("text", TOGETHER)
def test_methods_and_their_path_belong_together(text: str) -> None:
    assert [str(rule) for rule in read_rules(text).rules] == ["GET /me", "PUT /me"]


@pytest.mark.parametrize("text", ["/vps needs it. GET and PUT /me", "/vps: you need GET, PUT /me"])
def test_a_method_before_a_path_is_that_one_s(text: str) -> None:
    assert "GET /vps" not in [str(rule) for rule in read_rules(text).rules]


PARTS = [
    "/me needs {0}; /vps needs {1}",
    "/me needs {0}, /vps needs {1}",
    "for /me you need {0}, for /vps you need {1}",
    "for /me you need {0} and for /vps {1}",
    "On /me you need {0}. On /vps you need {1}.",
    "/me braucht {0}, /vps braucht {1}",
    "Pour /me il faut {0}, pour /vps il faut {1}",
]


@pytest.mark.parametrize("text", PARTS)
def test_each_path_of_a_sentence_has_the_methods_that_it_needs(text: str) -> None:
    reading = read_rules(text.format("GET and PUT", "GET"))
    assert [str(rule) for rule in reading.rules] == ["GET /me", "PUT /me", "GET /vps"]
