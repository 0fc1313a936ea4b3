"""A createToken link is one thing: what is said beside it holds for each of its rules."""

from __future__ import annotations

import pytest

from credentials.rights import read_rules

_PAGE = "https://eu.api.ovh.com/createToken/?"
_WIDE = f"{_PAGE}GET=/*&DELETE=/*"
_NARROW = f"{_PAGE}GET=/domain/zone/*"

#: Texts in which something is said of the first link alone.
LEFT = [
    "OLD: {wide}\nNEW: {narrow}",
    "Deprecated: {wide}\nCurrent: {narrow}",
    "Before: {wide}\nAfter: {narrow}",
    "Viejo: {wide}\nNuevo: {narrow}",
    "Old link: {wide}\nNew link: {narrow}",
    "old_link={wide}\nnew_link={narrow}",
    '{{"old": "{wide}", "new": "{narrow}"}}',
    "Avoid {wide}; use {narrow}",
    "{wide} # do not use\n{narrow}",
    "{wide} (do not use)\n{narrow} (use this)",
    "<{wide}> — deprecated\n<{narrow}>",
    "[full]({wide}) (not recommended), [ro]({narrow})",
    "[everything, not recommended]({wide})\n[the least]({narrow})",
]
#: Texts that say something of a link in words that nobody knows all of.
DOUBTFUL = [
    "{wide} gives far too many rights, use {narrow}",
    "{wide} is too much. Use {narrow}",
    "I first used {wide} which is dangerous. Now {narrow}",
    "Previously {wide}, now {narrow}",
    "The wrong link was {wide} and the right one is {narrow}",
    "replace {wide} by {narrow}",
    "The docs link ({wide}) is insecure, better {narrow}",
    "Ancien lien : {wide}\nNouveau lien : {narrow}",
    "Alter Link: {wide}\nNeuer Link: {narrow}",
    "Stary link: {wide}\nNowy link: {narrow}",
    "Full access (dangerous): {wide}\nRead only: {narrow}",
    "Option A (all): {wide}\nOption B (less): {narrow}",
    "{wide} -> {narrow}",
    "[full]({wide}) — dangerous! or [ro]({narrow})",
    "{wide} (expired)\n{narrow}",
    "Le lien {wide} est trop large, prenez {narrow}",
    "Der Link {wide} ist zu weit, nimm {narrow}",
    "| Old | New |\n|---|---|\n| {wide} | {narrow} |",
]
#: Texts that lead to a link, or name it twice.
SILENT = [
    "Create a token at {narrow}",
    "Create your keys here: {narrow} and copy them.",
    "[create token]({narrow})",
    "[{narrow}]({narrow})",
    "1. Open {narrow}\n2. Copy the three values",
    "Don't forget to create a token first: {narrow}",
    "Créez le jeton sur {narrow} puis collez-le",
    "EU: {narrow}\nCA: {narrow}",
    "https://api.ovh.com/console/#/me#GET\nhttps://api.ovh.com/console/#/domain#GET",
]


@pytest.mark.parametrize("text", LEFT)
def test_a_link_that_the_text_takes_back_is_left_with_all_its_rules(text: str) -> None:
    reading = read_rules(text.format(wide=_WIDE, narrow=_NARROW))
    assert [str(rule) for rule in reading.rules] == ["GET /domain/zone/*"]
    assert reading.leftovers


@pytest.mark.parametrize("text", DOUBTFUL)
def test_what_may_take_a_link_back_is_said_of_each_of_its_rules(text: str) -> None:
    reading = read_rules(text.format(wide=_WIDE, narrow=_NARROW))
    assert [str(rule) for rule in reading.rules] == ["GET /*", "DELETE /*", "GET /domain/zone/*"]
    assert all(piece.remarks for piece in reading.pieces)


@pytest.mark.parametrize("text", SILENT)
def test_nothing_is_said_of_a_link_that_the_text_leads_to(text: str) -> None:
    reading = read_rules(text.format(narrow=_NARROW))
    assert reading.rules
    assert not reading.said_parts


def test_what_a_note_says_of_a_rule_is_not_said_of_the_next_line() -> None:
    reading = read_rules("GET /vps/* # do not use\nGET /me")
    assert [str(rule) for rule in reading.rules] == ["GET /me"]
