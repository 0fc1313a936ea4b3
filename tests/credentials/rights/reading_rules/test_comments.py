"""What comments say is read where no rule stands elsewhere, and is asked about."""

from __future__ import annotations

import pytest

from credentials.core import RuleError
from credentials.rights import parse_rules, read_rules

LINK = "https://eu.api.ovh.com/createToken/?GET=/me&PUT=/vps/*"
ALONE = [
    "# GET /me\n# PUT /vps/*",
    "set -e\n# GET /me\n# PUT /vps/*\nrun",
    "# the rights of the key:\n#   GET  /me\n#   PUT  /vps/*\nOVH_ENDPOINT=ovh-eu\n",
    f"# Create a key on {LINK}\ndns_ovh_endpoint = ovh-eu",
    f"# made with {LINK} (see the notes)",
    f"environment:\n  # - {LINK}\n  - A=b",
    f"// {LINK}",
    "OVH_CONSUMER_KEY=xyz # GET /me, PUT /vps/*",
    "; rights of the key\n; GET /me\n; PUT /vps/*\n[ovh]\nendpoint=ovh-eu",
    "REM GET /me\nREM PUT /vps/*\nset A=b",
    "-- GET /me\n-- PUT /vps/*",
    "// rights: GET /me, PUT /vps/*\nconst client = connect()",
    "/// GET /me\n/// PUT /vps/*",
    "/**\n * Needs these rights:\n *   GET /me\n *   PUT /vps/*\n */\nfunction connect() {}",
    "/* GET /me\n   PUT /vps/* */",
    "<!-- the key has GET /me and PUT /vps/* -->\n<p>Text</p>",
    "<#\n GET /me\n PUT /vps/*\n#>\nConnect",
    "{# GET /me, PUT /vps/* #}",
    "# The key\n\n## Rights: GET /me, PUT /vps/*\nThe rest is below.\n",
    "### 3. Rights: `GET /me` and `PUT /vps/*`",
]


@pytest.mark.parametrize("text", ALONE)
def test_a_comment_is_read_where_no_rule_stands_elsewhere(text: str) -> None:
    reading = read_rules(text)
    assert [str(rule) for rule in reading.rules] == ["GET /me", "PUT /vps/*"]
    changes = [str(change) for piece in reading.pieces for change in piece.changes]
    assert len(changes) == len(reading.pieces)
    assert all("It stands in a comment" in change for change in changes)


@pytest.mark.parametrize("rule", ["GET /b", "GET /b/c d/", "curl https://eu.api.ovh.com/1.0/me"])
@pytest.mark.parametrize("text", ["# DELETE /a", "// DELETE /a", "<!-- DELETE /a -->"])
def test_beside_another_rule_it_is_left(text: str, rule: str) -> None:
    reading = read_rules(f"{text}\n{rule}")
    assert "DELETE /a" not in [str(rule) for rule in reading.rules]


@pytest.mark.parametrize(
    "text",
    ["# Never grant DELETE /a", "# ~~DELETE /a~~",
     "/*\n * Do not grant DELETE /a\n */", "#if 0\nDELETE /a\n#endif"],
)  # fmt: skip
def test_what_a_comment_does_not_mean_is_left(text: str) -> None:
    reading = read_rules(text)
    assert not reading.rules
    assert reading.leftovers


@pytest.mark.parametrize("text", ["# GET /me\n# PUT /me", "<!-- GET /me -->", "// GET /me"])
def test_a_text_that_is_to_hold_rules_takes_none_from_a_comment(text: str) -> None:
    with pytest.raises(RuleError, match="It stands in a comment"):
        parse_rules(text)
