"""A call that was answered is never blamed; the refused one is that which the text names."""

from __future__ import annotations

from itertools import product

import pytest

from credentials.rights import bundled_catalogue, explain_refusal

NOT_GRANTED = "This call has not been granted"
RECORDS = "/domain/zone/example.com/record"
ADD, REMOVE = f"POST {RECORDS}", f"DELETE {RECORDS}/*"
ADDRESS = f"https://eu.api.ovh.com/1.0{RECORDS}"
ANSWERED = [
    "GET /me 200 OK",
    "OK   GET /me",
    "✓ GET /me",
    "[ OK ] GET /me",
    "GET /me ........ [ OK ]",
    '"GET /1.0/me HTTP/1.1" 200 99',
    "GET /me 200 OK\nGET /domain 200 OK",
]
#: How a text names the refused call below the refusal.
NAMED = [
    "  request: {}",
    "while calling {}",
    "Call was: {}",
    "Beim Aufruf von {}",
    "    at ovh.request('POST', '/domain/zone/example.com/record')",
    "[ERROR] url=/domain/zone/example.com/record method=POST",
    "  method: POST\n  path: /domain/zone/example.com/record",
    "   at Ovh.Api.Client.PostAsync(String target) target=/domain/zone/example.com/record",
]
#: What another method of the same path was answered, before a removal that was refused.
BEFORE_REMOVAL = [
    'GET {}/1 404 {{"message":"The requested object (id = 1) does not exist"}}',
    "GET {}/1 404 does not exist",
    "PUT {}/1 409 busy",
    "GET {}/1 500 Internal Server Error",
]
LOGGED = [
    '"{0} /1.0{1} HTTP/1.1" 403 58',
    '"GET /1.0{1} HTTP/1.1" 200 2\n"{0} /1.0{1} HTTP/1.1" 403 58',
    "-> {0} {1}",
]
#: Two refusals of which the first ended the run, and the second is tidying up after it.
BEFORE_TIDYING = [
    "[WARN] [example.com] ovh: error when call OVH api to add record ({}): Error 403: {}",
    "POST {} 403 {} [WARN]",
    "warning: POST {} failed: 403 {}",
]


def missing(text: str) -> list[str]:
    return [str(rule) for rule in explain_refusal(bundled_catalogue(), text).missing]


@pytest.mark.parametrize(("answered", "named"), [*product(ANSWERED, NAMED)])
def test_the_call_named_below_the_refusal_is_blamed(answered: str, named: str) -> None:
    assert missing(f"{answered}\nError: {NOT_GRANTED}\n{named.format(ADD)}") == [ADD]


@pytest.mark.parametrize("answered", ANSWERED)
@pytest.mark.parametrize("error", ["Fatal: {}", "ERROR 403 {}", "Error: {}\n  at main.py:12"])
def test_where_the_refused_call_is_not_told_no_rule_is_invented(answered: str, error: str) -> None:
    text = f"{answered}\n{error.format(NOT_GRANTED)}"
    explanation = explain_refusal(bundled_catalogue(), text)
    assert (explanation.cause, explanation.path, explanation.missing) == ("rules", "", ())
    assert "Paste the line with the method and the path" in str(explanation.next_step)


def test_words_in_brackets_tell_which_call_was_answered() -> None:
    text = f"GET /domain/zone ........ [ OK ]\n{ADD} ........ [ FAILED ]"
    assert missing(text) == [ADD]


@pytest.mark.parametrize("before", BEFORE_REMOVAL)
def test_of_two_methods_of_a_path_the_one_refused_last_is_blamed(before: str) -> None:
    text = f"{before.format(RECORDS)}\nDELETE {RECORDS}/1 403 {NOT_GRANTED}"
    explanation = explain_refusal(bundled_catalogue(), text)
    assert (explanation.cause, missing(text)) == ("rules", [REMOVE])


@pytest.mark.parametrize(("logged", "method"), [*product(LOGGED, ("POST", "PUT", "DELETE"))])
def test_the_method_of_the_call_above_is_kept_where_the_last_line_names_none(
    logged: str, method: str
) -> None:
    below = "" if method == "POST" else "/5"
    text = (
        f"{logged.format(method, f'{RECORDS}{below}')}\n"
        f"requests.exceptions.HTTPError: 403 Client Error: Forbidden for url: {ADDRESS}{below}"
    )
    assert missing(text) == [f"{method} {RECORDS}{'/*' if below else ''}"]


@pytest.mark.parametrize("before", BEFORE_TIDYING)
@pytest.mark.parametrize(
    "tidying",
    ["DELETE {} 403 {}", "ovh: error when call OVH api to delete challenge record ({}): 403 {}"],
)
def test_removing_what_was_not_made_did_not_end_the_run(before: str, tidying: str) -> None:
    last = tidying.format(f"{RECORDS}/5", NOT_GRANTED)
    assert missing(f"{before.format(RECORDS, NOT_GRANTED)}\n{last}") == [ADD]
