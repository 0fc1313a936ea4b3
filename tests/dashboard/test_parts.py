"""The parts pages are made of: what they say, how they are tied together, what they never hold."""

from __future__ import annotations

import hashlib
import re
import tomllib
from datetime import datetime, timedelta
from pathlib import Path

import pytest
from django import forms
from django.conf import settings
from django.template.loader import render_to_string
from django.test import RequestFactory
from django.urls import get_resolver
from django.utils import timezone
from hypothesis import given
from hypothesis import strategies as st

from credentials.core import CredentialState, KeyState, Method, SyncState, say
from credentials.rights import AccessRule
from dashboard import navigation
from dashboard.templatetags import console
from tests.dashboard.rendering import render

STATIC = settings.BASE_DIR / "static"
TEMPLATES = settings.BASE_DIR / "templates"


def rule(method: str, path: str) -> AccessRule:
    return AccessRule(Method(method), path)


@pytest.mark.parametrize(
    ("away", "words"),
    [
        (timedelta(seconds=-5), "just now"),
        (timedelta(seconds=30), "in a moment"),
        (timedelta(minutes=-3), "3 min ago"),
        (timedelta(hours=-3), "3 h ago"),
        (timedelta(hours=30, seconds=1), "in 30 h"),
        (timedelta(days=12, seconds=1), "in 12 days"),
        (timedelta(days=7, seconds=-5), "in 7 days"),
        (timedelta(days=30, seconds=-5), "in 30 days"),
        (timedelta(minutes=15, seconds=-1), "in 15 min"),
        (timedelta(days=6, hours=23), "in 6 days"),
        (timedelta(days=-59), "59 days ago"),
        (timedelta(days=301), "in 10 months"),
        (timedelta(days=-1000), "2 years ago"),
    ],
)
def test_a_moment_is_said_as_its_distance(away: timedelta, words: str) -> None:
    assert console.distance(timezone.now() + away) == words


def test_what_is_past_is_never_ahead_whatever_a_clock_says() -> None:
    ahead = timezone.now() + timedelta(minutes=9)
    assert "in 9 min" in console.timestamp(ahead)
    assert "just now" in console.timestamp(ahead, is_past=True)


def test_nothing_is_never() -> None:
    assert console.distance(None) == "never"
    assert render("{% timestamp none %}", none=None) == "never"
    assert render('{% timestamp none "not yet" %}', none=None) == "not yet"


def test_a_timestamp_carries_the_date_for_readers_and_machines() -> None:
    html = render("{% timestamp when %}", when=datetime.fromisoformat("2026-03-01T12:30:00+02:00"))
    assert 'datetime="2026-03-01T10:30:00+00:00"' in html
    assert '<span class="sr">, 1 Mar 2026, 10:30 UTC</span>' in html


def test_a_sentence_escapes_its_values() -> None:
    html = render("{{ text|sentence }}", text=say("Read %(path)s", path="<b>"))
    assert html == "Read &lt;b&gt;"


def test_a_sentence_may_stand_in_a_sentence() -> None:
    text = say("%(first)s Then rest.", first=say("Run %(n)s miles.", n=3))
    assert console.sentence(text) == "Run 3 miles. Then rest."


def test_an_empty_sentence_says_nothing() -> None:
    assert console.sentence(say("")) == ""


def test_rules_of_one_path_share_a_line_in_reading_order() -> None:
    rules = [rule("DELETE", "/vps/*"), rule("GET", "/me"), rule("GET", "/vps/*")]
    lines = console.rule_lines(rules)
    assert [(line.path, line.methods) for line in lines] == [
        ("/vps/*", (Method.GET, Method.DELETE)),
        ("/me", (Method.GET,)),
    ]


@given(st.text(alphabet="/*{}a<", max_size=20))
def test_the_pieces_of_a_path_are_the_path(path: str) -> None:
    pieces = console.wildcards(path)
    assert "".join(piece for piece, _is_wild in pieces) == path
    assert all(is_wild == (piece == "*") for piece, is_wild in pieces)


def test_a_short_list_of_rules_says_how_many_are_left_out() -> None:
    rules = [rule("GET", f"/vps/{number}") for number in range(5)]
    html = render("{% rules rules 2 %}", rules=rules)
    assert html.count('class="rule"') == 2
    assert "and 3 more paths" in html


def test_a_rule_line_can_say_what_it_means() -> None:
    line = console.rule_lines([rule("GET", "/me")])[0]
    html = render("{% rules rules says=True %}", rules=[rule("GET", "/me")])
    assert str(line.says) in html


@pytest.mark.parametrize("state", [*CredentialState, *KeyState, *SyncState])
def test_every_state_has_a_word_and_a_tone(state: str) -> None:
    html = render("{% state_badge state %}", state=state)
    assert re.search(r'data-tone="(good|wait|bad|accent|idle)">\w', html)
    assert console.state_word(state) != state


def test_an_unknown_state_is_shown_as_it_is_spelt() -> None:
    html = render("{% state_badge state %}", state="<new>")
    assert html == '<span class="badge" data-tone="idle">&lt;new&gt;</span>'


@pytest.mark.parametrize(
    ("query", "url", "direction"),
    [
        ("page=3&q=vps", "?q=vps&amp;o=used", ""),
        ("o=used", "?o=-used", 'aria-sort="ascending"'),
        ("o=-used", "?o=used", 'aria-sort="descending"'),
    ],
)
def test_a_heading_sorts_keeps_the_filters_and_starts_at_page_one(
    query: str, url: str, direction: str
) -> None:
    request = RequestFactory().get(f"/live/?{query}")
    html = render('{% sort_heading "used" "Last use" %}', request=request)
    assert f'href="{url}"' in html
    assert direction in html


def test_a_timeline_keeps_gaps_to_scale_and_drops_what_never_was() -> None:
    now = timezone.now()
    events = [
        ("Expires", now + timedelta(days=10), "wait"),
        ("Requested", now - timedelta(days=30), "idle"),
        ("Revoked", None, "bad"),
    ]
    html = render("{% timeline events %}", events=events)
    assert re.findall(r'cx="([\d.]+%)"', html) == ["0.00%", "100.00%"]
    assert 'x2="75.00%"' in html
    assert "Revoked" not in html


class Example(forms.Form):
    label = forms.CharField(help_text="How your team calls it.")
    kind = forms.ChoiceField(choices=[("a", "A")], widget=forms.RadioSelect)
    tick = forms.BooleanField(help_text="Stays sealed.")
    note = forms.CharField(required=False)


def test_labels_helps_and_errors_are_tied_to_their_controls() -> None:
    html = render('{% include "parts/form.html" %}', form=Example({}))
    ids = set(re.findall(r' id="([^"]+)"', html))
    named = " ".join(re.findall(r'aria-describedby="([^"]+)"', html)).split()
    assert {"id_label_helptext", "id_label_error", "id_tick_error"} <= set(named)
    assert set(named) <= ids
    assert set(re.findall(r' for="([^"]+)"', html)) <= ids


def test_the_summary_leads_to_each_field_in_error() -> None:
    html = render('{% include "parts/form_errors.html" %}', form=Example({}))
    assert 'role="alert"' in html
    assert "3 things need a change." in html
    assert html.count('href="#id_label"') == 1


def test_a_hidden_secret_is_eight_dots_and_a_post() -> None:
    html = render('{% include "parts/secret.html" %}', id="ck", label="Consumer key", url="/r/")
    assert html.count("•") == 8
    assert 'method="post" action="/r/"' in html


def test_a_shown_secret_is_on_the_page_once_and_its_hidden_state_without_it() -> None:
    given = {"id": "ck", "label": "Consumer key", "url": "/r/", "back": "/vault/", "value": "s3<t"}
    html = render('{% include "parts/secret_revealed.html" %}', **given)
    assert html.count("s3&lt;t") == 1
    assert "s3&lt;t" not in html.partition("<template>")[2]


@pytest.mark.parametrize("name", ["400.html", "403_csrf.html", "500.html"])
def test_an_error_page_needs_no_context(name: str) -> None:
    html = render_to_string(name)
    assert '<html lang="en"' in html
    assert '<a class="btn primary" href="/">' in html


def test_every_icon_named_is_in_the_sprite() -> None:
    sprite = set(re.findall(r'<symbol id="([^"]+)"', (STATIC / "vendor/lucide.svg").read_text()))
    pages = "".join(page.read_text() for page in TEMPLATES.rglob("*.html"))
    named = set(re.findall(r'{% icon "([^"]+)"', pages) + re.findall(r' icon="([^"]+)"', pages))
    assert named | {item.icon for item in navigation.ITEMS} <= sprite


def test_every_page_behind_the_sign_in_is_below_one_item_of_the_menu() -> None:
    families = [family for item in navigation.ITEMS for family in item.families]
    namespaces = set(get_resolver().namespace_dict) - {"admin"}
    assert sorted(families) == sorted(namespaces)


@pytest.mark.parametrize(
    ("kind", "parts"),
    [("css", ["parts/head.html"]), ("js", ["parts/scripts.html", "mfa/script.html"])],
)
def test_every_sheet_and_script_is_linked(kind: str, parts: list[str]) -> None:
    texts = "".join((TEMPLATES / part).read_text() for part in parts)
    linked = set(re.findall(r"static '([^']+)'", texts))
    files = {str(file.relative_to(STATIC)) for file in (STATIC / kind).rglob(f"*.{kind}")}
    assert files <= linked


def test_vendored_files_are_the_ones_written_down() -> None:
    vendor = STATIC / "vendor"
    written = tomllib.loads((vendor / "vendor.toml").read_text())
    sums = {file["path"]: file["sha256"] for entry in written.values() for file in entry["files"]}
    digests = {path.name: _sha256(path) for path in vendor.iterdir() if path.name != "vendor.toml"}
    assert digests == sums


def _sha256(path: Path) -> str:
    return hashlib.sha256(path.read_bytes()).hexdigest()
