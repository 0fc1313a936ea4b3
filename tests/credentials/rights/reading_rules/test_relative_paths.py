"""A path that is given from another one on is left, with the whole one that it stands for."""

from __future__ import annotations

import pytest

from credentials.rights import read_rules

TEXTS = [
    "GET /record (below /domain/zone/{zoneName})",
    "GET /record (of /domain/zone/{zoneName})",
    "The API is below /domain/zone/{zoneName}: you need GET /record",
    "Base path: /domain/zone/acme.fr\n- GET /record",
    "Base: https://eu.api.ovh.com/1.0/domain/zone/acme.fr\n\nGET /record",
    "Unter /domain/zone/{zone}:\n\nGET /record",
]


@pytest.mark.parametrize("text", TEXTS)
def test_it_is_never_taken_as_it_stands(text: str) -> None:
    reading = read_rules(text)
    assert "GET /record" not in [str(rule) for rule in reading.rules]
    assert any("/domain/zone/" in str(part.reason) for part in reading.leftovers)


def test_a_path_beside_another_in_its_line_is_said() -> None:
    (piece,) = read_rules("For /vps/{name}: PUT /no-such").pieces
    assert piece.remarks


@pytest.mark.parametrize(
    "text", ["/domain/zone/acme.fr\n\nsee also\n\nGET /me", "See /domain/zone/x\n\nPUT /vps/*"]
)
def test_a_route_beside_another_path_is_taken(text: str) -> None:
    assert len(read_rules(text).rules) == 1


def test_a_request_for_a_key_has_its_rules_beside_it() -> None:
    sent = '{"accessRules": [{"method": "GET", "path": "/*"}]}'
    text = f"curl --data '{sent}' https://eu.api.ovh.com/1.0/auth/credential"
    assert [str(rule) for rule in read_rules(text).rules] == ["GET /*"]
