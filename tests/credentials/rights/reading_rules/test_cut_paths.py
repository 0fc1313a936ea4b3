"""A path that a text does not show whole gives no rule; words that are none of a path stay out."""

from __future__ import annotations

import pytest

from credentials.rights import read_rules
from credentials.rights.reading_rules.meaning.cut_paths import CUT
from credentials.rights.reading_rules.rule_reader import RuleReading


def rules_of(reading: RuleReading) -> list[str]:
    return [str(rule) for rule in reading.rules]


@pytest.mark.parametrize(
    "text",
    [
        "DELETE /vps/vps-1...",
        "DELETE /vps/vps-1..",
        "DELETE /vps/vps-1 ...",
        "DELETE /vps/vps-1 […]",
        "DELETE /vps/vps-1 <truncated>",
        "DELETE /vps/vps-1 (…)/ips",
        "DELETE /vps/abc…",
        "DELETE /vps/vps-1a2b…/ips",
        "DELETE /domain/zone/acme-c...(truncated)",
        "| DELETE | /domain/zone/a.. |",
        "DELETE /domain/zon (cut)",
        "DELETE /cloud/proj [truncated, 120 chars]",
        "DELETE /cloud/proj<truncated>",
        "DELETE /cloud/proj<snip>",
        "DELETE /cloud/project/0123456789.../*",
        "DELETE /cloud/project/a1b2c3********/*",
        "DELETE /domain/zone/acm>",
        "https://eu.api.ovh.com/createToken/?DELETE=/do...",
        "https://eu.api.ovh.com/createToken/?DELETE=/domain/zo…",
        "https://eu.api.ovh.com/createToken/?DELETE=/vp[truncated]",
        "https://eu.api.ovh.com/createToken/?DELETE=%2Fvps%2",
    ],
)
def test_a_path_that_is_cut_gives_no_rule(text: str) -> None:
    reading = read_rules(text)
    assert rules_of(reading) == []
    assert CUT in [problem.reason for problem in reading.problems]


@pytest.mark.parametrize(
    ("text", "rule", "word"),
    [
        ("GET /vps.Then go", "GET /vps", ".Then"),
        ("GET /me.It works", "GET /me", ".It"),
        ("GET /me:puis", "GET /me", ":puis"),
        ("GET /domain/zone/acme.fr.Merci", "GET /domain/zone/acme.fr", ".Merci"),
        ("GET /domain/zone/acme.fr/*.Then go", "GET /domain/zone/acme.fr/*", ".Then"),
        ("https://eu.api.ovh.com/createToken/?GET=/vps:puis", "GET /vps", ":puis"),
        ("https://eu.api.ovh.com/createToken/?GET=/vps--then", "GET /vps", "--then"),
    ],
)
def test_a_word_that_is_glued_to_a_path_is_taken_off_and_said(
    text: str, rule: str, word: str
) -> None:
    reading = read_rules(text)
    assert rules_of(reading) == [rule]
    assert f"“{word}” was taken off" in str(reading.pieces[0].changes[0])


#: A place of a route's parameter, and words there that are no name.
WORDS = {
    "/domain/zone/{}/record": (
        "NOM_DE_DOMAINE NOM_DOMAINE NOMDEDOMAINE VOTRE_DOMAINE MON_DOMAINE LE_DOMAINE nomZone"
        " TU_DOMINIO MI_DOMINIO SU_DOMINIO NOMBRE_DOMINIO IL_TUO_DOMINIO LA_TUA_ZONA TWOJA_DOMENA"
        " MOJA_DOMENA DOMENA NAZWA_DOMENY HOSTNAME NAME VALUE zone-name zonename domain-name"
        " the-zone some-zone any-domain your-zone-here placeholder string name example"
        " MON-DOMAINE.FR IHREDOMAIN.DE iltuodominio.it ilmiodominio.it sub.yourdomain.com"
        " www.yourdomain.com enter-your-domain-here.com localhost"
    ),
    "/domain/zone/acme.fr/record/{}": "id ID ID_RECORD record-id",
    "/me/api/credential/{}": "id",
    "/cloud/project/{}/*": "project-id projectid id_projet ID_DU_PROJET uuid tenant-id",
    "/vps/{}": "id name vps-id nom_du_vps",
    "/ip/{}": "IP x.x.x.x a.b.c.d xxx.xxx.xxx.xxx",
    "/sms/{}": "sms-account account",
    "/hosting/web/{}": "mon-hebergement",
    "/dedicated/server/{}": "SERVER server-name",
    "/me/sshKey/{}": "keyName",
    "/okms/resource/{}": "okmsId",
    "/iam/policy/{}": "policyId POLICY",
}


@pytest.mark.parametrize("place", WORDS)
def test_a_word_for_a_parameter_is_a_blank(place: str) -> None:
    for word in WORDS[place].split():
        (rule,) = read_rules(f"GET {place.format(word)}").rules
        assert "{" in rule.path, word
        assert word not in rule.path.split("/"), word


@pytest.mark.parametrize(
    "path",
    [
        "/domain/zone/id.me/*",
        "/domain/zone/name.com/*",
        "/domain/zone/yourkit.com/*",
        "/domain/zone/meinestadt.de/*",
        "/domain/zone/placeholder-art.de",
        "/vps/vps-1a2b3c4d.vps.ovh.net",
        "/me/sshKey/laptop",
        "/sms/sms-ab12345-1/jobs",
        "/cloud/project/0123456789abcdef0123456789abcdef/*",
    ],
)
def test_a_real_name_stays(path: str) -> None:
    assert rules_of(read_rules(f"GET {path}")) == [f"GET {path}"]
