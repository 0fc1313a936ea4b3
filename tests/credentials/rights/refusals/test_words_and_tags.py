"""Words in place of a status, and what stands before the lines of several workers: every shape."""

from __future__ import annotations

from itertools import product

import pytest

from credentials.rights import bundled_catalogue, explain_refusal

FINE, REFUSED = "GET /domain/zone/a.fr/record", "POST /domain/zone/b.fr/refresh"
#: How a fine call and a refused one are told, in several languages.
WORDS = [
    ("ok", "ko"),
    ("OK", "NOK"),
    ("passed", "failed"),
    ("granted", "refused"),
    ("works", "does not"),
    ("réussi", "échec"),
    ("erfolgreich", "fehlgeschlagen"),
    ("geht", "geht nicht"),
    ("riuscito", "non riuscito"),
    ("permitido", "acceso denegado"),
    ("sukces", "niepowodzenie"),
    ("✓", "✗"),
    ("yes", "no"),
]
#: How the word stands beside its call.
BESIDE = ["{0} {1}", "{0}: {1}", "{0} -> {1}", "{0} ... {1}", "{0} [{1}]", "{0} | {1}"]
TAGS = [
    "[worker-{0}]",
    "#{0}",
    "(thread {0})",
    "pod/hook-{0}a",
    "[{0}]",
    "tid={0}",
    "w{0}:",
    "hook-{0} |",
    "lego[{0}]:",
    "2026-11-27 10:00:00 [Thread-{0}]",
    "request_id={0}",
]


@pytest.mark.parametrize(("words", "beside"), product(WORDS, BESIDE))
def test_words_tell_which_call_was_refused(words: tuple[str, str], beside: str) -> None:
    lines = [beside.format(call, word) for call, word in zip((FINE, REFUSED), words, strict=True)]
    explanation = explain_refusal(bundled_catalogue(), "\n".join(lines), ())
    assert (explanation.cause, [str(rule) for rule in explanation.missing]) == ("rules", [REFUSED])


@pytest.mark.parametrize(("tag", "is_turned"), product(TAGS, (False, True)))
def test_an_answer_belongs_to_the_call_with_its_tag(tag: str, is_turned: bool) -> None:
    answers = [(1, "403 This call has not been granted"), (2, "200 OK")]
    lines = [(1, REFUSED), (2, FINE), *(reversed(answers) if is_turned else answers)]
    text = "\n".join(f"{tag.format(number)} {line}" for number, line in lines)
    explanation = explain_refusal(bundled_catalogue(), text)
    assert [str(rule) for rule in explanation.missing] == [REFUSED]
