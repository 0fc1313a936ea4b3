"""A loop over methods gives each of them on every path that it takes."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from credentials.core import Method
from credentials.rights import read_rules

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
    "text", ["for m in GET PUT; do\n  ovh $n /me\ndone", "for m in GET PUT; do echo $m; done\n/me"]
)
def test_a_path_that_the_loop_does_not_take_gives_no_rule(text: str) -> None:
    reading = read_rules(text)
    assert reading.rules == ()
    assert reading.leftovers
