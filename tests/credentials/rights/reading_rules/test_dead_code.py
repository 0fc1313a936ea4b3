"""What a program never runs is left and said: below a false condition, behind its end."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from credentials.rights import read_rules

#: Programs that make the call GET /me and have DELETE /vps/x in a part that never runs.
PROGRAMS = [
    "if False:\n    client.delete('/vps/x')\nclient.get('/me')",
    "if 0:\n    client.delete('/vps/x')\nelse:\n    client.get('/me')",
    "while False:\n    client.delete('/vps/x')\n\nclient.get('/me')",
    "if False: client.delete('/vps/x')\nclient.get('/me')",
    "if False and client.delete('/vps/x'):\n    pass\nclient.get('/me')",
    "if (false) {\n  client.delete('/vps/x');\n}\nclient.get('/me');",
    "if (false)\n{\n  client.delete('/vps/x');\n}\nclient.get('/me');",
    "if (false) client.delete('/vps/x');\nclient.get('/me');",
    "if (0) { if (x) { $ovh->delete('/vps/x'); } }\n$ovh->get('/me');",
    "$ovh->get('/me'); if (false) { $ovh->delete('/vps/x'); }",
    "if ($false) {\n  Invoke-OvhDelete; ovh delete /vps/x\n}\novh get /me",
    "if false; then\n  ovh delete /vps/x\nfi\novh get /me",
    "if false; then ovh delete /vps/x; fi\novh get /me",
    "if false\n  client.delete('/vps/x')\nend\nclient.get('/me')",
    "unless true\n  client.delete('/vps/x')\nend\nclient.get('/me')",
    "client.delete('/vps/x') if false\nclient.get('/me')",
    "if (false):\n$ovh->delete('/vps/x');\nendif;\n$ovh->get('/me');",
    "false && ovh delete /vps/x\novh get /me",
    "true || ovh delete /vps/x\novh get /me",
    "#if 0\nDELETE /vps/x\n#endif\nGET /me",
    "#if 0\nDELETE /vps/x\n#else\nGET /me\n#endif",
    ": 'DELETE /vps/x\n'\nGET /me",
    '"""client.delete(\'/vps/x\')"""\nclient.get(\'/me\')',
    "client.get('/me')\n__END__\nclient.delete('/vps/x')",
    "client.get('/me')\n__DATA__\nDELETE /vps/x",
    "$ovh->get('/me');\n__halt_compiler();\nDELETE /vps/x",
    "ovh get /me\nexit 0\novh delete /vps/x",
    "ovh get /me\nexit\novh delete /vps/x",
    "client.get('/me')\nsys.exit(0)\nclient.delete('/vps/x')",
    "client.get('/me');\nprocess.exit();\nclient.delete('/vps/x');",
    "client.get('/me')\nreturn\nclient.delete('/vps/x')",
    "ovh get /me\nexit /b 0\novh delete /vps/x",
    "```sh\nexit 0\novh delete /vps/x\n```\n\nGET /me",
    "cat <<EOF\nexit 0\novh delete /vps/x\nEOF\novh get /me",
]


@pytest.mark.parametrize("text", PROGRAMS)
def test_a_call_that_is_never_made_is_left_and_said(text: str) -> None:
    reading = read_rules(text)
    assert [str(rule) for rule in reading.rules] == ["GET /me"]
    left = [text[part.start : part.end] for part in reading.leftovers]
    assert any("/vps/x" in part for part in left)


@pytest.mark.parametrize(
    "text",
    [
        "if x:\n    client.get('/me')",
        "if (ok) { client.get('/me'); }",
        "if true; then ovh get /me; fi",
        "exit code 0 after GET /me",
        "GET /me if false positives are seen",
        "the tool may exit\n\n    GET /me",
    ],
)
def test_a_call_that_may_be_made_is_read(text: str) -> None:
    assert [str(rule) for rule in read_rules(text).rules] == ["GET /me"]


@given(
    st.sampled_from(["if False:", "if 0:", "while False:"]),
    st.lists(st.sampled_from(["client.delete('/vps/x')", "if y:", "", "  x = 1"]), min_size=1),
    st.integers(1, 8),
)
def test_an_indented_block_ends_with_its_indent(head: str, lines: list[str], width: int) -> None:
    block = "\n".join(" " * width + line for line in ["pass", *lines])
    reading = read_rules(f"{head}\n{block}\nclient.get('/me')")
    assert [str(rule) for rule in reading.rules] == ["GET /me"]
