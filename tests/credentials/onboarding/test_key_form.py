"""A key is trimmed and checked; what is wrong with it is said and never repeated."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from credentials import onboarding
from credentials.core import SecretFormatError

KEYS = st.from_regex(r"[A-Za-z0-9._-]{8,40}", fullmatch=True)


def test_a_stray_character_is_placed() -> None:
    with pytest.raises(SecretFormatError, match="at place 5"):
        onboarding.clean_key("abcd$efgh", name="consumer key")


@given(KEYS, st.text(alphabet=" \t\r\n\u200b\ufeff", max_size=4))
def test_blanks_around_a_key_are_no_part_of_it(key: str, blanks: str) -> None:
    assert onboarding.clean_key(f"{blanks}{key}{blanks}", name="key") == key


@given(st.text())
def test_an_error_never_repeats_the_value(text: str) -> None:
    with pytest.raises(SecretFormatError) as caught:
        onboarding.clean_key(f"planted$key{text}", name="key")
    assert "planted" not in str(caught.value)
