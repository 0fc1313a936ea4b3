"""No body longer than a form's text is read, and no file is kept: on any page, signed in or not.

One page takes a file of text, into memory: ``test_onboarding_take_in``.
"""

from __future__ import annotations

import tempfile
from pathlib import Path

import pytest
from django.conf import settings
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from tests.people import Browser

_MOST = settings.DATA_UPLOAD_MAX_MEMORY_SIZE


@pytest.fixture
def kept_files(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Where uploads would be written."""
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path))
    return tmp_path


def test_the_longest_body_is_a_megabyte() -> None:
    assert _MOST == 1024 * 1024


@pytest.mark.parametrize("length", [_MOST + 1, 249 * _MOST, 10**30])
def test_a_body_that_says_it_is_too_long_is_refused_unread(db: None, length: int) -> None:
    """The body is not even there: whoever tried to read it would fail."""
    answer = Browser().generic("POST", reverse("account_login"), b"", CONTENT_LENGTH=str(length))
    assert answer.status_code == 413
    assert "more than a form takes" in answer.content.decode()


@pytest.mark.parametrize("page", ["account_login", "theme", "onboarding:paste", "onboarding:keep"])
def test_a_file_is_refused_and_not_kept(db: None, kept_files: Path, page: str) -> None:
    file = SimpleUploadedFile("keys.txt", b"x" * 9000)
    browser = Browser(enforce_csrf_checks=True)
    sign_in = browser.get(reverse("account_login"))  # whose cookie lets a body be read
    answer = browser.post(
        reverse(page),
        {"file": file},
        headers={"Referer": sign_in.wsgi_request.build_absolute_uri()},
    )
    assert answer.status_code == 413
    assert list(kept_files.iterdir()) == []


def test_a_form_without_files_may_come_in_parts(db: None) -> None:
    answer = Browser().post(reverse("theme"), {"theme": "dark"})
    assert answer.cookies[settings.THEME_COOKIE_NAME].value == "dark"


def test_a_form_of_just_the_longest_length_is_read(db: None) -> None:
    body = b"theme=dark&x=" + b"x" * (_MOST - 13)
    answer = Browser().post(
        reverse("theme"), body, content_type="application/x-www-form-urlencoded"
    )
    assert answer.status_code == 302


def test_the_page_that_takes_a_file_writes_it_nowhere(
    browser_of_alice: Browser, kept_files: Path
) -> None:
    file = SimpleUploadedFile("keys.txt", b"x" * 900_000)
    answer = browser_of_alice.post(reverse("onboarding:take_in"), {"file": file})
    assert answer.status_code == 200
    assert list(kept_files.iterdir()) == []


def test_a_file_that_is_too_long_is_refused_there_as_well(browser_of_alice: Browser) -> None:
    file = SimpleUploadedFile("keys.txt", b"x" * _MOST)
    answer = browser_of_alice.post(reverse("onboarding:take_in"), {"file": file})
    assert answer.status_code == 413
