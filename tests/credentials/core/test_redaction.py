"""What slipped into a log line or a report is struck out: known values, secret-looking pairs."""

from __future__ import annotations

import io
import logging
import sys
from collections.abc import Iterator

import pytest
from hypothesis import given
from hypothesis import strategies as st

from credentials import core
from credentials.core import Hidden, redaction, scrub
from credentials.core.redaction import MARK, Redacting
from credentials.sealing import Binding, Key, Secret
from tests.steps import SOON, steps_of

_TEXTS = st.text(alphabet=st.characters(codec="utf-8"), max_size=80)
_SECRETS = st.from_regex(
    r"[A-Za-z0-9+/=_.-][A-Za-z0-9 +/=_.-]{6,58}[A-Za-z0-9+/=_.-]", fullmatch=True
)


@pytest.fixture(autouse=True)
def _nothing_known(monkeypatch: pytest.MonkeyPatch) -> None:
    """Forget what other tests sealed: a made-up value may be an ordinary word."""
    monkeypatch.setattr(redaction, "_known", redaction._Known())


@pytest.fixture
def written() -> Iterator[tuple[logging.Logger, io.StringIO]]:
    """A logger whose handler has the filter, and what it wrote."""
    stream = io.StringIO()
    handler = logging.StreamHandler(stream)
    handler.addFilter(Redacting())
    logger = logging.getLogger("keydesk.tests.redaction")
    logger.addHandler(handler)
    yield logger, stream
    logger.removeHandler(handler)


@given(before=_TEXTS, secret=_SECRETS, after=_TEXTS)
def test_a_remembered_value_is_removed_wherever_it_is(before: str, secret: str, after: str) -> None:
    core.remember_secret(secret)
    assert secret not in core.strike_known_secrets(before + secret + after)


@given(before=_TEXTS, secrets=st.lists(_SECRETS, min_size=1, max_size=4), after=_TEXTS)
def test_adjacent_and_nested_values_are_all_struck_out(
    before: str, secrets: list[str], after: str
) -> None:
    longer = "".join(secrets)
    for value in (*secrets, longer):
        core.remember_secret(value)
    struck = core.strike_known_secrets(before + longer + after)
    assert [value for value in (*secrets, longer) if value in struck] == []


@given(before=st.integers(0, redaction.LONGEST_MESSAGE + 100), secret=_SECRETS)
def test_a_value_at_the_place_where_a_long_line_is_cut_leaves_nothing(
    before: int, secret: str
) -> None:
    """Not even the four characters that it begins with."""
    core.remember_secret(secret)
    line = "·" * before + secret + "·" * redaction.LONGEST_MESSAGE
    unlike = set(secret) - set(f"{MARK}{redaction._CUT}")
    record = logging.LogRecord("keydesk", logging.INFO, "", 0, "%s", (line,), None)
    Redacting().filter(record)
    assert unlike & set(record.getMessage()) == set()
    assert len(record.getMessage()) <= redaction.LONGEST_MESSAGE + len(redaction._CUT) + len(MARK)


@given(_TEXTS)
def test_scrubbing_twice_is_scrubbing_once(text: str) -> None:
    assert scrub(scrub(text)) == scrub(text)


@pytest.mark.parametrize(
    ("text", "scrubbed"),
    [
        ("application_secret=abc, next", "application_secret=[hidden] next"),
        ('{"client_secret": "a b", "id": 1}', '{"client_secret": [hidden], "id": 1}'),
        ("{'consumerKey': 'abc'}", "{'consumerKey': [hidden]}"),
        ("OVH_CONSUMER_KEY=abc", "OVH_CONSUMER_KEY=[hidden]"),
        ("Authorization: Bearer abc.def", "Authorization: [hidden]"),
        ("X-Ovh-Signature: $1$abc", "X-Ovh-Signature: [hidden]"),
        ("X-Ovh-Consumer: abc", "X-Ovh-Consumer: [hidden]"),
        ("Cookie: keydesk_session=abc; a=b", "Cookie: [hidden]"),
        ("?credentialToken=abc&lang=en", "?credentialToken=[hidden]&lang=en"),
        ("KEYDESK_MASTER_KEYS=aa,bb", "KEYDESK_MASTER_KEYS=[hidden]"),
        ("postgres://keydesk:abc@db/x", "postgres://keydesk:[hidden]@db/x"),
        ("Not Found: /ovh/callback/abc/", "Not Found: /ovh/callback/[hidden]/"),
        (
            "GET /sign-in/password/reset/abc-1_x/ 200",
            "GET /sign-in/password/reset/[hidden]/ 200",
        ),
        ("/sign-in/link/abc-1_x/", "/sign-in/link/[hidden]/"),
        ("GET /handover/abc-1_x/ 200", "GET /handover/[hidden]/ 200"),
        ("GET /consent/abc-1_x/ 200", "GET /consent/[hidden]/ 200"),
        ("GET /consented/abc-1_x/ 200", "GET /consented/[hidden]/ 200"),
        ("GET /calendar/abc-1_x/ 200", "GET /calendar/[hidden]/ 200"),
        ("/sign-in/invitation/abc-1_x/", "/sign-in/invitation/[hidden]/"),
        ("password = 'a b'", "password = [hidden]"),
        ('password = "a b', "password = [hidden]"),
        ("/sign-in/password/reset/3-abc-def/ 200", "/sign-in/password/reset/[hidden]/ 200"),
    ],
)
def test_what_stands_beside_a_secret_looking_name_is_struck_out(text: str, scrubbed: str) -> None:
    assert scrub(text) == scrubbed


@pytest.mark.parametrize(
    "text",
    [
        "vault:secret:revealed",
        "Cannot open (key id 0123456789abcdef).",
        "the secret of dns-updater, version 2",
        "GET /vault/7b1c/ 200",
        "GET /sign-in/password/reset/sent/ 200",
        "12 keys under master key 0123456789abcdef",
    ],
)
def test_what_is_no_secret_stays(text: str) -> None:
    assert scrub(text) == text


def test_values_are_known_from_being_sealed_opened_or_read_as_a_key() -> None:
    key, place = Key.generate(), Binding("t", "r", "c", "a")
    token = key.seal("sealed0here0value", place)
    Secret("opened0here0value")
    Key.from_text("ab" * 32)
    line = f"sealed0here0value opened0here0value {'ab' * 32} {token}"
    assert scrub(line) == f"{MARK} {MARK} {MARK} {token}"


def test_values_are_kept_as_digests_alone() -> None:
    core.remember_secret("kept0as0a0digest")
    state = repr(redaction._known._digests) + repr(redaction._known._lengths)
    assert "kept0as" not in state
    assert "kept0as0a0digest" not in state


def test_the_newest_values_are_known_and_their_number_is_bounded() -> None:
    for number in range(redaction.MOST + 10):
        core.remember_secret(f"one0of0many{number:06}")
    assert len(redaction._known._digests) == redaction.MOST
    assert scrub(f"see one0of0many{redaction.MOST + 9:06}") == f"see {MARK}"
    lengths = redaction._known._lengths.values()
    assert sum(count.total() for count in lengths) == redaction.MOST


def test_a_log_line_is_scrubbed_with_its_arguments(
    written: tuple[logging.Logger, io.StringIO],
) -> None:
    logger, stream = written
    core.remember_secret("planted0in0a0line")
    logger.warning("called with %s and %r", "planted0in0a0line", {"token": "abc"})
    assert stream.getvalue() == f"called with {MARK} and {{'token': {MARK}}}\n"


def test_a_traceback_is_scrubbed(written: tuple[logging.Logger, io.StringIO]) -> None:
    logger, stream = written
    core.remember_secret("planted0in0an0error")
    try:
        raise ValueError("planted0in0an0error")
    except ValueError:
        logger.exception("failed", stack_info=True)
    assert "ValueError: [hidden]" in stream.getvalue()
    assert "planted0in0an0error" not in stream.getvalue()


def test_a_line_whose_arguments_do_not_fit_is_written_all_the_same(
    written: tuple[logging.Logger, io.StringIO],
) -> None:
    logger, stream = written
    logger.warning("%d keys", "secret=abc")
    assert stream.getvalue() == "%d keys ('secret=[hidden]',)\n"


@pytest.mark.parametrize("text", ["secret" * 20000, "a://" * 20000, "secret-" * 20000, "x" * 99999])
def test_no_text_takes_long(text: str) -> None:
    for length in (16, 32, 64):
        core.remember_secret("y" * length)
    assert steps_of(lambda: scrub(text)) < SOON


@pytest.mark.parametrize("text", ["x" * 8000, "secret" * 1300, "x." * 4000, "x'x" * 2600])
def test_a_long_line_takes_no_longer_for_many_lengths_of_values(text: str) -> None:
    line = f"Invalid HTTP_HOST header: {text!r}. You may need to add {text!r} to ALLOWED_HOSTS."
    few = steps_of(lambda: redaction._scrubbed(line, redaction.LONGEST_MESSAGE))
    for number in range(40):
        core.remember_secret(f"{number:08}{'y' * number * 3}")
    many = steps_of(lambda: redaction._scrubbed(line, redaction.LONGEST_MESSAGE))
    assert many < few * 1.2 < 100_000


def test_what_django_refuses_is_a_line_without_a_traceback(
    written: tuple[logging.Logger, io.StringIO],
) -> None:
    _, stream = written
    security = logging.getLogger("django.security.DisallowedHost")
    handler = logging.StreamHandler(stream)
    handler.addFilter(Redacting())
    security.addHandler(handler)
    try:
        security.error("Invalid", exc_info=ValueError("planted"))
    finally:
        security.removeHandler(handler)
    assert stream.getvalue() == "Invalid\n"


def test_a_hidden_setting_works_as_text_and_shows_in_no_repr() -> None:
    hidden = Hidden("planted0setting")
    assert (hidden, hidden.encode(), f"{hidden}") == ("planted0setting", b"planted0setting", hidden)
    assert "planted" not in repr({"PASSWORD": hidden})


def test_redaction_does_not_import_django() -> None:
    assert "django" not in vars(sys.modules["credentials.core.redaction"])
