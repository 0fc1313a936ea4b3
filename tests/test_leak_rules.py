"""The rules of docs/leaks find a key as most tools spell it, and nothing in what only looks so.

Their expressions mean the same to Python's ``re`` as to the engine of gitleaks and TruffleHog:
neither looks around or back.
"""

from __future__ import annotations

import re
import tomllib

from tests.credentials.onboarding.reading_keys.spellings import AK, AS, CK, WHOLE
from tests.project_files import ROOT

_FOLDER = ROOT / "docs" / "leaks"
_RULES = {
    rule["id"]: rule for rule in tomllib.loads((_FOLDER / "gitleaks.toml").read_text())["rules"]
}
_VALUES = {
    "ovhcloud-application-key": AK,
    "ovhcloud-application-secret": AS,
    "ovhcloud-consumer-key": CK,
}
#: Tools whose files the rules find all three values in.
_FOUND = (
    "ovh.conf",
    "shell",
    "dotenv on Windows",
    "acme.sh",
    "certbot",
    "lexicon, command",
    "lexicon, environment",
    "terraform",
)
_NOTHING = (
    "application_key = your-application-key",
    "OVH_APPLICATION_KEY=",
    'consumer_key: "{{ ovh_consumer_key }}"',
    f"commit {AS}{CK[:8]}",
    f"sha256: {AS}{CK}",
    f"application_secret={AS}{CK}",
    "application_secret = hvs.0a1b2c3d4e5f",
)


def found(name: str, text: str) -> set[str]:
    return set(re.findall(_RULES[name]["regex"], text))


def test_the_rules_find_a_key_as_most_tools_spell_it() -> None:
    missed = {
        text
        for text in WHOLE
        if not all(value in found(name, WHOLE[text]) for name, value in _VALUES.items())
    }
    assert missed.isdisjoint(_FOUND)
    assert len(missed) < len(WHOLE) / 2


def test_what_only_looks_so_is_left_alone() -> None:
    for text in _NOTHING:
        assert [name for name in _RULES if found(name, text)] == [], text


def test_both_scanners_have_the_same_rules_and_each_gives_the_value_alone() -> None:
    other = (_FOLDER / "trufflehog.yaml").read_text()
    for rule in _RULES.values():
        assert rule["regex"].replace("'", "''") in other
        assert rule["secretGroup"] == re.compile(rule["regex"]).groups == 1
        assert "(?=" not in rule["regex"]
        assert "(?!" not in rule["regex"]
        assert "(?<" not in rule["regex"]


def test_a_text_without_a_keyword_of_its_rule_has_nothing_to_find() -> None:
    for text in WHOLE.values():
        for name, rule in _RULES.items():
            if found(name, text):
                assert any(word in text.lower() for word in rule["keywords"]), name
