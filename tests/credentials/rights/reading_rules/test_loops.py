"""A loop over methods or paths gives each of them on every path or method that it takes."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from credentials.core import Method
from credentials.rights import read_rules
from tests.steps import steps_of

LOOPS = [
    "for m in GET PUT; do\n  ovh-cli $m /me\ndone",
    'for m in GET PUT; do curl -X "$m" https://eu.api.ovh.com/1.0/me; done',
    'for m in GET PUT; do echo "$m /me"; done',
    "for method in ('GET', 'PUT'):\n    client.call(method, '/me', None)",
    'for m in ["GET", "PUT"]:\n    ck.add_rule(m, "/me")',
    "[{'method': m, 'path': '/me'} for m in ('GET', 'PUT')]",
    "['GET', 'PUT'].forEach(m => ovh.request(m, '/me'));",
    "for (const m of ['GET', 'PUT']) { rules.push({method: m, path: '/me'}) }",
    "const rules = ['GET', 'PUT'].map(method => ({ method, path: '/me' }));",
    "foreach (['GET', 'PUT'] as $m) { $rules[] = ['method' => $m, 'path' => '/me']; }",
    "foreach ($m in 'GET','PUT') { $rules += @{ method = $m; path = '/me' } }",
    "%w[GET PUT].each { |m| rules << { method: m, path: '/me' } }",
    'for _, m := range []string{"GET", "PUT"} {\n  ck.AddRule(m, "/me")\n}',
]


@pytest.mark.parametrize("text", LOOPS)
def test_a_loop_gives_each_method_on_its_path(text: str) -> None:
    assert [str(rule) for rule in read_rules(text).rules] == ["GET /me", "PUT /me"]


PATH_LOOPS = [
    "for p in /me /vps; do curl https://eu.api.ovh.com/1.0$p; done",
    'PATHS="/me /vps"\nfor p in $PATHS; do echo "GET $p"; done',
    'PATHS=(/me /vps)\nfor p in "${PATHS[@]}"; do echo "GET $p"; done',
    "for p in ['/me', '/vps']:\n    ck.add_rule('GET', p)",
    "PATHS = ['/me', '/vps']\nfor path in PATHS:\n    client.get(path)",
    "[{'method': 'GET', 'path': p} for p in ('/me', '/vps')]",
    "['/me', '/vps'].forEach(p => rules.push({ method: 'GET', path: p }));",
    "await Promise.all(['/me', '/vps'].map(async (p) => ovh.requestPromised('GET', p)));",
    "for (const path of ['/me', '/vps']) { rules.push({ method: 'GET', path }) }",
    "foreach (['/me', '/vps'] as $path) {\n    $rights->addRule('GET', $path);\n}",
    "foreach ($p in '/me','/vps') { $rules += @{ method = 'GET'; path = $p } }",
    "%w[/me /vps].each { |p| rules << { method: 'GET', path: p } }",
    'for _, p := range []string{"/me", "/vps"} {\n  ck.AddRule("GET", p)\n}',
    'let paths = vec!["/me", "/vps"];\nfor p in &paths { client.get(p).await?; }',
    'List.of("/me", "/vps").forEach(p -> rules.add(new AccessRule("GET", p)));',
    "Array.from(['/me', '/vps'], p => ({ method: 'GET', path: p }));",
    'for_each = toset(["/me", "/vps"])\nmethod = "GET"\npath = each.value',
]


@pytest.mark.parametrize("text", PATH_LOOPS)
def test_a_loop_gives_its_method_on_each_path(text: str) -> None:
    reading = read_rules(text)
    assert [str(rule) for rule in reading.rules] == ["GET /me", "GET /vps"]
    assert not reading.leftovers


@pytest.mark.parametrize(
    "text",
    [
        "for m in ('GET', 'PUT'):\n  for p in ('/me', '/vps'):\n    add({'method': m, 'path': p})",
        "[(m, p) for m in ('GET', 'PUT') for p in ('/me', '/vps')]",
        "for m in GET PUT; do\n  for p in /me /vps; do\n    ovh $m $p\n  done\ndone",
        (
            "const METHODS = ['GET', 'PUT'];\nconst PATHS = ['/me', '/vps'];\n"
            "METHODS.forEach(m => PATHS.forEach(p => ck.add(m, p)));"
        ),
    ],
)
def test_a_loop_within_a_loop_gives_each_with_each(text: str) -> None:
    assert sorted(str(rule) for rule in read_rules(text).rules) == [
        "GET /me", "GET /vps", "PUT /me", "PUT /vps"
    ]  # fmt: skip


def test_loops_of_a_long_text_take_no_more_than_their_share() -> None:
    lists = " ".join(f"/a{number}" for number in range(60))
    within = f"for a in {lists}; do\n  for b in {lists}; do\n    echo GET $a $b\n  done\ndone\n"
    assert steps_of(lambda: read_rules(within)) < 400 * len(within)
    text = "for p in /a /b; do echo GET $p; done\n" * 2_000
    assert steps_of(lambda: read_rules(text)) < 40 * len(text)


def test_a_call_beside_the_loop_is_read_once() -> None:
    text = "for p in ['/me', '/vps']:\n    add('GET', p)\n    add('PUT', '/ip')\n    add('GET', p)"
    assert [str(rule) for rule in read_rules(text).rules].count("PUT /ip") == 1


@given(
    st.lists(st.sampled_from(Method), min_size=2, max_size=4, unique=True),
    st.lists(st.from_regex("/me/[a-w]{2,6}", fullmatch=True), min_size=1, max_size=3, unique=True),
)
def test_a_loop_of_a_shell_takes_every_path_of_its_body(
    methods: list[Method], paths: list[str]
) -> None:
    body = "\n".join(f"  ovh $m {path}" for path in paths)
    text = f"for m in {' '.join(methods)}; do\n{body}\ndone"
    assert [str(rule) for rule in read_rules(text).rules] == [
        f"{method} {path}" for path in paths for method in methods
    ]


@pytest.mark.parametrize(
    "text",
    [
        "for m in GET PUT; do\n  ovh $n /me\ndone",
        "for m in GET PUT; do echo $m; done\n/me",
        "for p in ['/me', '/vps']:\n    print(p)",
        "for p in ['/me', '/vps']:\n    call(method, p)",
    ],
)
def test_a_path_that_the_loop_does_not_take_gives_no_rule(text: str) -> None:
    reading = read_rules(text)
    assert reading.rules == ()
    assert any("A loop goes over it" in str(part.reason) for part in reading.leftovers)
