"""Nothing secret is in a masked answer."""

from __future__ import annotations

from credentials.rights import HIDDEN, hide_texts, mask_answer
from credentials.rights.descriptions.operation_detail import SensitiveField

SECRET = SensitiveField("clientSecret", "secret")


def test_described_fields_are_masked_wherever_they_lie() -> None:
    answer = {"users": [{"name": "a", "code": "s1"}, {"name": "b", "code": "s2"}], "code": "open"}
    masked = mask_answer(answer, [SensitiveField("users[].code", "one-time")])
    shown = [{"name": "a", "code": HIDDEN}, {"name": "b", "code": HIDDEN}]
    assert masked.value == {"users": shown, "code": "open"}
    assert masked.hidden == {"users[0].code": "s1", "users[1].code": "s2"}


def test_items_of_a_list_and_whole_answers_are_masked() -> None:
    assert mask_answer([{"key": "x"}], [SensitiveField("[].key", "secret")]).value == [
        {"key": HIDDEN}
    ]
    whole = mask_answer("https://example.com/?t=1", [SensitiveField("*", "access-link")])
    assert whole.value == HIDDEN
    assert whole.hidden == {"*": "https://example.com/?t=1"}


def test_fields_called_like_secrets_are_masked_without_any_description() -> None:
    answer = {"adminPassword": "p", "inner": [{"accessToken": "t"}], "tokenType": "bearer"}
    masked = mask_answer(answer, [])
    assert masked.value == {
        "adminPassword": HIDDEN,
        "inner": [{"accessToken": HIDDEN}],
        "tokenType": "bearer",
    }


def test_what_is_empty_and_yes_or_no_stay() -> None:
    answer = {"clientSecret": None, "password": "", "secret": False}
    assert mask_answer(answer, [SECRET]).value == answer


def test_a_masked_answer_shows_no_secret_by_itself() -> None:
    assert "s3cr3t" not in repr(mask_answer({"clientSecret": "s3cr3t"}, [SECRET]))


def test_texts_are_hidden_wherever_they_stand() -> None:
    said = {"message": "ab and abc", "abc": ["x ab"], "number": 7}
    shown = {"message": f"{HIDDEN} and {HIDDEN}", HIDDEN: [f"x {HIDDEN}"], "number": 7}
    assert hide_texts(said, ["ab", "abc", ""]) == shown
    assert hide_texts(said, []) == said
