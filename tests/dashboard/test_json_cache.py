"""What somebody wrote into the cache is read as data, and never run."""

from __future__ import annotations

import base64
import os
import pickle
from datetime import timedelta
from pathlib import Path

import pytest
from django.core import checks
from django.core.cache import caches
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone
from pytest_django import Settings

from credentials.models import CachedValue, Person
from dashboard import checks as console_checks
from dashboard.json_cache import JsonCache
from tests import scratch
from tests.people import PASSWORD, Browser

pytestmark = pytest.mark.django_db


class Payload:
    """Unpickled, it makes a file."""

    def __init__(self, file: Path) -> None:
        self.file = file

    def __reduce__(self) -> tuple[object, ...]:
        return os.mkdir, (str(self.file),)


@pytest.fixture
def cache(settings: Settings) -> JsonCache:
    settings.CACHES = {"default": {"BACKEND": "dashboard.json_cache.JsonCache"}}
    chosen = caches["default"]
    assert isinstance(chosen, JsonCache)
    return chosen


def plant(key: str, text: str) -> None:
    later = timezone.now() + timedelta(hours=1)
    CachedValue.objects.create(key=f":1:{key}", value=text, expires_at=later)


def test_a_planted_pickle_does_not_run(cache: JsonCache, tmp_path: Path) -> None:
    pickled = base64.b64encode(pickle.dumps(Payload(tmp_path / "run"))).decode()
    plant("planted", pickled)
    assert cache.get("planted") is None
    assert not (tmp_path / "run").exists()


def test_signing_in_and_asking_for_a_reset_ask_the_cache_for_nothing(
    cache: JsonCache, alice: Person
) -> None:
    """Who writes to it does not count for others, and stops nobody."""
    with CaptureQueriesContext(connection) as queries:
        for password in ("wrong", PASSWORD):
            Browser().post(reverse("account_login"), {"login": alice.email, "password": password})
        answer = Browser().post(reverse("account_reset_password"), {"email": alice.email})
    assert answer.status_code == 302
    assert len(queries) > 10
    assert not any(CachedValue._meta.db_table in query["sql"] for query in queries)


def test_a_table_of_pickles_of_the_previous_version_is_gone() -> None:
    assert "keydesk_cache" not in connection.introspection.table_names()


@pytest.mark.parametrize("text", ["", "{", "gASVAA==", "[" * 100_000, "\u20ac"])
def test_what_is_no_json_is_a_miss_and_is_removed(cache: JsonCache, text: str) -> None:
    plant("planted", text)
    assert cache.get("planted", "nothing") == "nothing"
    assert not CachedValue.objects.exists()


@pytest.mark.parametrize("value", [None, True, 7, 1.5, "words", [1, [2.5, "a"]], {"a": {"b": []}}])
def test_what_json_has_words_for_comes_back(cache: JsonCache, value: object) -> None:
    cache.set("key", value)
    assert cache.get("key", "nothing") == value


@pytest.mark.parametrize("value", [object(), timezone.now(), b"bytes", {1, 2}])
def test_what_json_has_no_words_for_is_refused(cache: JsonCache, value: object) -> None:
    with pytest.raises(TypeError):
        cache.set("key", value)


def test_it_is_a_cache_as_django_knows_them(cache: JsonCache) -> None:
    assert cache.add("key", 1) is True
    assert cache.add("key", 2) is False
    assert cache.get("key") == 1
    assert "key" in cache
    assert cache.incr("key") == 2
    assert cache.touch("key", 60) is True
    assert cache.touch("other", 60) is False
    cache.set_many({"a": 1, "b": 2})
    assert cache.get_many(["a", "b", "c"]) == {"a": 1, "b": 2}
    assert (cache.delete("a"), cache.delete("a")) == (True, False)
    cache.delete_many(["b"])
    assert cache.get_or_set("d", lambda: [4]) == [4]
    cache.clear()
    assert cache.get("key") is None


def test_what_is_over_is_not_there_and_leaves_with_the_next_write(cache: JsonCache) -> None:
    cache.set("old", 1, timeout=-1)
    assert cache.get("old") is None
    assert cache.add("old", 2) is True
    cache.set("old", 1, timeout=-1)
    cache.set("new", 2, timeout=None)
    assert list(CachedValue.objects.values_list("key", flat=True)) == [":1:new"]


def test_a_thousand_other_values_push_nothing_out(cache: JsonCache) -> None:
    cache.set("first", 1)
    cache.set_many({f"key-{number}": number for number in range(1000)})
    assert cache.get("first") == 1


@pytest.mark.parametrize(
    "backend",
    [
        "django.core.cache.backends.db.DatabaseCache",
        "django.core.cache.backends.filebased.FileBasedCache",
        "django.core.cache.backends.memcached.PyMemcacheCache",
        "django.core.cache.backends.redis.RedisCache",
    ],
)
def test_a_check_refuses_a_cache_that_unpickles(settings: Settings, backend: str) -> None:
    settings.CACHES = {**settings.CACHES, "other": {"BACKEND": backend, "LOCATION": "x"}}
    assert [message.id for message in console_checks.check_caches()] == ["dashboard.E001"]


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("SESSION_SERIALIZER", "django.contrib.sessions.serializers.PickleSerializer"),
        ("SESSION_ENGINE", "django.contrib.sessions.backends.cache"),
        ("SESSION_ENGINE", "django.contrib.sessions.backends.db"),
    ],
)
def test_a_check_refuses_other_sessions(settings: Settings, name: str, value: str) -> None:
    setattr(settings, name, value)
    assert "dashboard.E002" in {message.id for message in checks.run_checks()}


def test_the_checks_have_nothing_to_say_of_what_we_use(cache: JsonCache) -> None:
    assert [message for message in checks.run_checks() if str(message.id)[:9] == "dashboard"] == []


@pytest.mark.parametrize("url", ["rediscache://localhost:6379/1", "filecache:///tmp", "x"])
def test_keydesk_does_not_start_with_another_cache(tmp_path: Path, url: str) -> None:
    place = scratch.Scratch("sqlite:///x", "ab" * 32, tmp_path)
    done = place.manage("check", CACHE_URL=url)
    assert done.returncode != 0
    assert "CACHE_URL is neither dbcache:// nor locmemcache://" in done.stderr


def test_migrate_alone_makes_what_a_sign_in_needs(tmp_path: Path) -> None:
    """A database that was migrated and no more, with the cache that production has."""
    place = scratch.empty(tmp_path, keys="ab" * 32)
    script = (
        "from django.test import Client; from credentials.models import Person; "
        "Person.objects.create_user('alice@example.com', 'a quiet harbour'); "
        "answer = Client(SERVER_NAME='keydesk.example.com').post('/sign-in/', "
        "{'login': 'alice@example.com', 'password': 'a quiet harbour'}, secure=True); "
        "print(answer['Location'])"
    )
    words = ("shell", "--no-imports", "--verbosity", "0", "--command", script)
    done = place.manage(*words, CACHE_URL="dbcache://keydesk_cache")
    scratch.drop(place)
    assert (done.stdout.strip(), done.returncode) == ("/", 0), done.stderr
