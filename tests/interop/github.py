"""A GitHub that keeps the secrets of one repository: what ``gh secret set`` seals and sends."""

from __future__ import annotations

import base64
import json
import ssl
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Thread

from cryptography.hazmat.primitives.asymmetric.x25519 import X25519PrivateKey

from tests.interop.certificate import Certificate

_SECRETS = "/repos/alice/tool/actions/secrets/"


class GitHub:
    """Its API on a port of 127.0.0.1, over TLS; ``sealed`` are the secrets by their names.

    They are sealed for ``key``, as base64.
    """

    def __init__(self, files: Certificate) -> None:
        self.key = X25519PrivateKey.generate()
        self.sealed: dict[str, str] = {}
        self._server = _Server(self, files)
        self.port = int(self._server.server_address[1])
        Thread(target=self._server.serve_forever, args=(0.05,), daemon=True).start()

    @property
    def public_key(self) -> str:
        return base64.b64encode(self.key.public_key().public_bytes_raw()).decode()

    def close(self) -> None:
        self._server.shutdown()
        self._server.server_close()


class _Server(ThreadingHTTPServer):
    def __init__(self, github: GitHub, files: Certificate) -> None:
        self.github = github
        super().__init__(("127.0.0.1", 0), _Call)
        context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        context.load_cert_chain(files.chain, files.key)
        self.socket = context.wrap_socket(self.socket, server_side=True)


class _Call(BaseHTTPRequestHandler):
    server: _Server

    def do_GET(self) -> None:
        is_asked = self.path == f"{_SECRETS}public-key"
        answer = {"key_id": "1", "key": self.server.github.public_key}
        self._answer(200 if is_asked else 404, answer if is_asked else {})

    def do_PUT(self) -> None:
        sent = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
        name = self.path.removeprefix(_SECRETS)
        self.server.github.sealed[name] = sent["encrypted_value"]
        self._answer(201, {})

    def _answer(self, status: int, content: object) -> None:
        body = json.dumps(content).encode()
        self.send_response(status)
        self.send_header("Content-Type", "application/json")
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *_: object) -> None:
        """Nothing: what is sent here is secret."""
