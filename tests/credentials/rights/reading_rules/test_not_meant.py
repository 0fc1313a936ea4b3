"""Rules that a text forbids, strikes, comments out or leaves unticked are left and said."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from credentials.core import Method
from credentials.rights import AccessRule, read_rules
from credentials.rights.reading_rules.paths.stand_ins import MISSING

COMMENT, STRUCK, REMOVED = "in a comment", "struck through", "takes away"
UNTICKED, CROSS, FORBIDS = "not ticked", "a cross", "seems to forbid"
BACK = "takes it back"

#: A text, the rules in it that are meant, and those that are left with words of the reason.
TEXTS: list[tuple[str, list[str], dict[str, str]]] = [
    ("Do NOT grant DELETE /a. Grant GET /b.", ["GET /b"], {"DELETE /a": FORBIDS}),
    ("no DELETE /* please", [], {"DELETE /*": FORBIDS}),
    ("POST to /x must not be allowed", [], {"POST to /x": FORBIDS}),
    ("GET /b but never DELETE /a", ["GET /b"], {"DELETE /a": FORBIDS}),
    ("GET /b and everything except DELETE /a", ["GET /b"], {"DELETE /a": FORBIDS}),
    ("GET /b without DELETE /a", ["GET /b"], {"DELETE /a": FORBIDS}),
    ("Please remove DELETE /a", [], {"DELETE /a": FORBIDS}),
    ("never DELETE /a, POST /b or PUT /c", [],
     {"DELETE /a": FORBIDS, "POST /b": FORBIDS, "PUT /c": FORBIDS}),
    ("not DELETE /a but GET /b", ["GET /b"], {"DELETE /a": FORBIDS}),
    ("not DELETE /a, grant GET /b", ["GET /b"], {"DELETE /a": FORBIDS}),
    ("DELETE /a is forbidden; GET /b is fine", ["GET /b"], {"DELETE /a": FORBIDS}),
    ("DELETE /a: no\nGET /b: yes", ["GET /b"], {"DELETE /a": FORBIDS}),
    ("DELETE /a - never!\nGET /b", ["GET /b"], {"DELETE /a": FORBIDS}),
    ("Please do not grant\nDELETE /a", [], {"DELETE /a": FORBIDS}),
    ("GET /b, but do not\ngrant DELETE /a", ["GET /b"], {"DELETE /a": FORBIDS}),
    ("Never grant:\n- DELETE /a\n- POST /a\n\nGrant:\n- GET /b", ["GET /b"],
     {"DELETE /a": FORBIDS, "POST /a": FORBIDS}),
    ("## Not allowed\n\nDELETE /a\n\n## Allowed\n\nGET /b", ["GET /b"], {"DELETE /a": FORBIDS}),
    ("N'accordez pas DELETE /a, mais GET /b", ["GET /b"], {"DELETE /a": FORBIDS}),
    ("GET /b, jamais DELETE /a", ["GET /b"], {"DELETE /a": FORBIDS}),
    ("GET /b sauf DELETE /a", ["GET /b"], {"DELETE /a": FORBIDS}),
    ("Bitte kein DELETE /a vergeben", [], {"DELETE /a": FORBIDS}),
    ("DELETE /a darf nicht erlaubt sein. GET /b schon.", ["GET /b"], {"DELETE /a": FORBIDS}),
    ("GET /b, ohne DELETE /a", ["GET /b"], {"DELETE /a": FORBIDS}),
    ("GET /b pero nunca DELETE /a", ["GET /b"], {"DELETE /a": FORBIDS}),
    ("GET /b, mai DELETE /a", ["GET /b"], {"DELETE /a": FORBIDS}),
    ("GET /b, ale nigdy DELETE /a", ["GET /b"], {"DELETE /a": FORBIDS}),
    ('{"allow":["GET /b"],"deny":["DELETE /a"]}', ["GET /b"], {"DELETE /a": FORBIDS}),
    ("deny:\n  - DELETE /a\nallow:\n  - GET /b", ["GET /b"], {"DELETE /a": FORBIDS}),
    ('{"method":"DELETE","path":"/a","allow":false},{"method":"GET","path":"/b","allow":true}',
     ["GET /b"], {'DELETE","path":"/a': FORBIDS}),
    ("not only GET /a but also POST /b", ["GET /a", "POST /b"], {}),
    ("If that does not work, GET /b", ["GET /b"], {}),
    ("`POST /b` resulted in a `403 Forbidden`, not been granted", ["POST /b"], {}),
    ("GET /b\n12 mai GET /a", ["GET /b", "GET /a"], {}),
    ("GET /a (needed for login)", ["GET /a"], {}),
    ("<!-- DELETE /a --> GET /b", ["GET /b"], {"DELETE /a": COMMENT}),
    ("<!--\nDELETE /a\n-->\nGET /b", ["GET /b"], {"DELETE /a": COMMENT}),
    ("GET /b <!-- DELETE /a", ["GET /b"], {"DELETE /a": COMMENT}),
    ("// DELETE /a\nGET /b", ["GET /b"], {"DELETE /a": COMMENT}),
    ("# DELETE /a\n#POST /a\nGET /b", ["GET /b"], {"DELETE /a": COMMENT, "POST /a": COMMENT}),
    ("GET /b # not DELETE /a", ["GET /b"], {"DELETE /a": COMMENT}),
    ("# - method: DELETE\n#   path: /a\n- method: GET\n  path: /b", ["GET /b"],
     {"DELETE\n#   path: /a": COMMENT}),
    ("-- DELETE /a\nGET /b", ["GET /b"], {"DELETE /a": COMMENT}),
    ("; DELETE /a\nGET /b", ["GET /b"], {"DELETE /a": COMMENT}),
    ("REM DELETE /a\nGET /b", ["GET /b"], {"DELETE /a": COMMENT}),
    ("/* DELETE /a */ GET /b", ["GET /b"], {"DELETE /a": COMMENT}),
    ("/*\n * DELETE /a\n */\nGET /b", ["GET /b"], {"DELETE /a": COMMENT}),
    ("<# DELETE /a #>\nGET /b", ["GET /b"], {"DELETE /a": COMMENT}),
    ("{# DELETE /a #}\nGET /b", ["GET /b"], {"DELETE /a": COMMENT}),
    ("client.get('/b'); // client.delete('/a')", ["GET /b"], {"delete('/a": COMMENT}),
    ("GET /*\nPOST /b", ["GET /*", "POST /b"], {}),
    ("GET /* POST /*", ["GET /*", "POST /*"], {}),
    ("GET /b // for the login", ["GET /b"], {}),
    ("~~DELETE /a~~ GET /b", ["GET /b"], {"DELETE /a~~": STRUCK}),
    ("<del>DELETE /a</del> GET /b", ["GET /b"], {"DELETE /a": STRUCK}),
    ("<s><code>DELETE /a</code></s><b>GET /b</b>", ["GET /b"], {"DELETE /a": STRUCK}),
    ("<span style=\"text-decoration: line-through\">DELETE /a</span>\nGET /b", ["GET /b"],
     {"DELETE /a": STRUCK}),
    ("[s]DELETE /a[/s] GET /b", ["GET /b"], {"DELETE /a": STRUCK}),
    ("~DELETE /a~ GET /b", ["GET /b"], {"DELETE /a~": STRUCK}),
    ("- [ ] DELETE /a\n- [x] GET /b", ["GET /b"], {"DELETE /a": UNTICKED}),
    ("- [ ] DELETE /a and POST /a\n- [X] GET /b", ["GET /b"],
     {"DELETE /a": UNTICKED, "POST /a": UNTICKED}),
    ("☐ POST /a\n☑ GET /b", ["GET /b"], {"POST /a": UNTICKED}),
    ("⬜ POST /a ✅ GET /b", ["GET /b"], {"POST /a": UNTICKED}),
    ("[ ] write: POST /a\n[x] read: GET /b", ["GET /b"], {"POST /a": UNTICKED}),
    ("DELETE /a [ ]\nGET /b [x]", ["GET /b"], {"DELETE /a": UNTICKED}),
    ('<input type="checkbox"> DELETE /a<br><input type="checkbox" checked> GET /b', ["GET /b"],
     {"DELETE /a": UNTICKED}),
    ("❌ DELETE /a\n✅ GET /b", ["GET /b"], {"DELETE /a": CROSS}),
    ("DELETE /a ❌\nGET /b ✅", ["GET /b"], {"DELETE /a": CROSS}),
    ("+ GET /b\n- DELETE /a", ["GET /b"], {"DELETE /a": REMOVED}),
    ("-  - method: DELETE\n-    path: /a\n+  - method: GET\n+    path: /b", ["GET /b"],
     {"DELETE\n-    path: /a": REMOVED}),
    ("1c1\n< DELETE /a\n---\n> GET /b", ["GET /b"], {"DELETE /a": REMOVED}),
    ("- GET /a\n- GET /b", ["GET /a", "GET /b"], {}),
    ("! DELETE /a\nGET /b", ["GET /b"], {"DELETE /a": BACK}),
    ('["!DELETE /a", "GET /b"]', ["GET /b"], {"DELETE /a": BACK}),
    ("GET /b\n  - '!DELETE /a'", ["GET /b"], {"DELETE /a": BACK}),
    ("!(DELETE /a)\nGET /b", ["GET /b"], {"DELETE /a": BACK}),
    ("rules: ! DELETE /a", [], {"DELETE /a": BACK}),
    ("Great! GET /b! GET /a !", ["GET /b", "GET /a"], {}),
    ("-DELETE /a\n GET /b", ["GET /b"], {"DELETE /a": REMOVED}),
    (" GET /b\n-DELETE /a", ["GET /b"], {"DELETE /a": REMOVED}),
    ("diff --git a/r b/r\n-DELETE /a", [], {"DELETE /a": REMOVED}),
    ("  -DELETE /a\n  +GET /b", ["GET /b"], {"DELETE /a": REMOVED}),
    ("> -DELETE /a\n> +GET /b", ["GET /b"], {"DELETE /a": REMOVED}),
    ('  ~ "DELETE /a" -> "GET /b"', ["GET /b"], {"DELETE /a": REMOVED}),
    ('~ rule = "DELETE /a" -> "GET /b"', ["GET /b"], {"DELETE /a": REMOVED}),
    ('~ method = "DELETE" -> "GET"\n  path = "/b"', ["GET /b"], {}),
    ('  ~ method = "DELETE" -> "GET"\n  ~ path   = "/a" -> "/b"', ["GET /b"], {}),
]  # fmt: skip


@pytest.mark.parametrize(("text", "rules", "left"), TEXTS, ids=lambda value: str(value)[:40])
def test_what_is_not_meant_is_left_and_said(
    text: str, rules: list[str], left: dict[str, str]
) -> None:
    reading = read_rules(text)
    assert [str(rule) for rule in reading.rules] == rules
    said = {text[part.start : part.end]: str(part.reason) for part in reading.leftovers}
    assert {piece: words in said.get(piece, "") for piece, words in left.items()} == dict.fromkeys(
        left, True
    )


def test_a_hyphen_that_is_glued_to_a_rule_is_said() -> None:
    reading = read_rules("-DELETE /a")
    assert [str(rule) for rule in reading.rules] == ["DELETE /a"]
    assert "In a difference such a line is taken away" in str(reading.said_parts[0].reason)


#: Texts that forbid the first of two rules and not the second.
FORBIDDING = st.sampled_from(
    ["do not grant {0}. Grant {1}.", "no {0}, but {1}", "never {0}; only {1}", "# {0}\n{1}",
     "// {0}\n{1}", "<!-- {0} -->\n{1}", "~~{0}~~\n{1}", "<del>{0}</del>\n{1}", "☐ {0}\n☑ {1}",
     "- [ ] {0}\n- [x] {1}", "❌ {0}\n✅ {1}", "-{0}\n+{1}", "{0} must not be granted.\n{1}",
     "{0}: no\n{1}: yes", "Not allowed:\n- {0}\n\nAllowed:\n- {1}", "{0} [ ]\n{1} [x]",
     "pas de {0}\n{1}", "kein {0}\n{1}", "nunca {0}\n{1}", "senza {0}\n{1}", "bez {0}\n{1}",
     "/* {0} */ {1}", "remove {0}\n{1}", "interdit : {0}\nautorisé : {1}",
     "deny:\n  - {0}\nallow:\n  - {1}", "! {0}\n{1}", "-{0}\n {1}",
     '["!{0}", "{1}"]']
)  # fmt: skip
paths = (
    st.lists(st.from_regex("[a-w]{2,6}", fullmatch=True), min_size=1, max_size=3)
    .map(lambda names: "/me/" + "/".join(names))
    .filter(lambda path: not MISSING.search(path))
)
rules = st.builds(AccessRule, st.sampled_from([Method.GET, Method.POST, Method.DELETE]), paths)


@given(FORBIDDING, rules, rules)
def test_a_text_that_forbids_one_of_two_rules_gives_the_other(
    form: str, forbidden: AccessRule, meant: AccessRule
) -> None:
    text = form.format(forbidden, meant)
    reading = read_rules(text)
    assert [str(rule) for rule in reading.rules] == [str(meant)]
    assert any(str(forbidden) in text[part.start : part.end] for part in reading.leftovers)


def test_of_a_log_every_call_is_read_whatever_is_said_of_it() -> None:
    text = "could not GET /a\nPOST /b is not allowed"
    assert [str(rule) for rule in read_rules(text, is_log=True).rules] == ["GET /a", "POST /b"]
    assert read_rules(text).rules == ()
