"""Keys that look harmless, and what each can destroy or change, in words of its verdict."""

from __future__ import annotations

from typing import Final

DESTRUCTIVE: Final = {
    "GET,POST,PUT,DELETE /domain/*": "Can end whole services, with all they hold: ",
    "GET,POST,PUT,DELETE /cloud/*": "Can make access that outlives this key: add SSH keys",
    "POST /dedicated/server/*/reinstall\nPOST /dedicated/server/*/terminate": (
        "reinstall servers, which erases their disks"
    ),
    "POST /iam/policy\nPUT,DELETE /iam/policy/*": "give any identity any right",
    "GET /*": "This reads everything in the account",
}
