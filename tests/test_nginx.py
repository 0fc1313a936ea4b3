"""``deploy/nginx.conf`` as it is: nginx takes it, and Keydesk behind it is reached over TLS."""

from __future__ import annotations

import getpass
import http.client
import shutil
import socket
import ssl
import subprocess
import time
from collections.abc import Iterator, Mapping
from contextlib import ExitStack, closing, suppress
from pathlib import Path

import pytest
from django.urls import reverse

from tests import scratch
from tests.certificates import make_certificate
from tests.project_files import ROOT
from tests.served import PATIENCE, free_port, serve, until

pytestmark = pytest.mark.slow

_HOST = "keydesk.example.com"
_MOST_OF_ONE = 100
_TOKEN = "a0token0of0a0link"
_HEALTH = b"GET /healthz HTTP/1.1\r\nHost: keydesk.example.com\r\n"
_POST = b"POST /sign-in/ HTTP/1.1\r\nHost: keydesk.example.com\r\n"
_SLOW = {
    "half of the headers": _HEALTH,
    "half a body": _POST + b"Content-Length: 99\r\n\r\nlogin",
    "answers that nobody reads": (_HEALTH.replace(b"/healthz", b"/sign-in/") + b"\r\n") * 40,
}
_ERRORS = "keydesk.error.log crit;"
_AROUND = """\
daemon off;
user {user};
pid {folder}/pid;
error_log {folder}/errors warn;
events {{}}
http {{
    client_body_temp_path {folder}/body;
    proxy_temp_path {folder}/proxy;
    fastcgi_temp_path {folder}/fastcgi;
    uwsgi_temp_path {folder}/uwsgi;
    scgi_temp_path {folder}/scgi;
    include {folder}/keydesk.conf;
}}
"""


class Proxy:
    """An nginx in front of a Keydesk: its two ports, and the certificate it shows."""

    def __init__(self, folder: Path, ports: tuple[int, int]) -> None:
        self.clear, self.port = ports
        self.certificate = folder / "keydesk.pem"
        self.errors = folder / "keydesk.error.log"
        self.accesses = folder / "keydesk.access.log"

    def ask(
        self,
        path: str,
        *,
        method: str = "GET",
        body: bytes = b"",
        headers: Mapping[str, str] | None = None,
    ) -> tuple[http.client.HTTPResponse, bytes]:
        """One request over TLS, to the host that the certificate names."""
        line = http.client.HTTPSConnection(_HOST, self.port, timeout=PATIENCE)
        with closing(line):
            line.sock = self.secure()
            line.request(method, path, body or None, headers or {})
            answer = line.getresponse()
            return answer, answer.read()

    def secure(self, *, source: str = "127.0.0.1") -> ssl.SSLSocket:
        """A connection over TLS, from an address of this machine."""
        trusted = ssl.create_default_context(cafile=self.certificate)
        return trusted.wrap_socket(self.connect(source=source), server_hostname=_HOST)

    def connect(self, *, source: str = "127.0.0.1") -> socket.socket:
        return socket.create_connection(
            ("127.0.0.1", self.port), timeout=PATIENCE, source_address=(source, 0)
        )


@pytest.fixture(scope="module")
def proxy(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Proxy]:
    program = shutil.which("nginx", path="/usr/sbin:/usr/local/sbin:/usr/bin:/usr/local/bin")
    if program is None:
        pytest.skip("nginx is not installed")
    folder = tmp_path_factory.mktemp("nginx")
    public = {"PUBLIC_URL": f"https://{_HOST}", "TRUSTED_PROXIES": "1"}
    with serve(scratch.empty(folder, keys="ab" * 32), **public) as served:
        ports = (free_port(), free_port())
        _configure(folder, behind=served.port, ports=ports)
        command = [program, "-e", "stderr", "-c", str(folder / "nginx.conf")]
        subprocess.run([*command, "-t"], check=True)
        process = subprocess.Popen(command)
        try:
            _wait_until_it_listens(ports)
            yield Proxy(folder, ports)
        finally:
            process.terminate()
            process.wait(PATIENCE)


def _configure(folder: Path, *, behind: int, ports: tuple[int, int]) -> None:
    """The file of ``deploy``, with this machine's ports and paths; each stands there once."""
    own = (ROOT / "deploy" / "nginx.conf").read_text()
    for theirs, ours in {
        "127.0.0.1:8000": f"127.0.0.1:{behind}",
        "listen 80;": f"listen 127.0.0.1:{ports[0]};",
        "listen 443 ": f"listen 127.0.0.1:{ports[1]} ",
        "/etc/ssl/": f"{folder}/",
        "/var/log/nginx/": f"{folder}/",
    }.items():
        assert theirs in own
        own = own.replace(theirs, ours)
    assert _ERRORS in own  # which shows less than this test looks for
    (folder / "keydesk.conf").write_text(own.replace(_ERRORS, "keydesk.error.log warn;"))
    (folder / "nginx.conf").write_text(_AROUND.format(folder=folder, user=getpass.getuser()))
    make_certificate(folder / "keydesk.pem", folder / "keydesk.key", host=_HOST)


def _wait_until_it_listens(ports: tuple[int, int]) -> None:
    deadline = time.monotonic() + PATIENCE
    for port in ports:
        while True:
            with socket.socket() as probe:
                if probe.connect_ex(("127.0.0.1", port)) == 0:
                    break
            assert time.monotonic() < deadline
            time.sleep(0.05)


def test_a_page_is_reached_over_tls_and_keydesk_knows_it(proxy: Proxy) -> None:
    answer, page = proxy.ask("/sign-in/")
    assert answer.status == 200
    assert b"csrfmiddlewaretoken" in page
    assert (answer.getheader("Set-Cookie") or "").startswith("__Host-")
    assert answer.getheader("Server") == "nginx"


@pytest.mark.parametrize("name", ["Strict-Transport-Security", "Content-Security-Policy"])
@pytest.mark.parametrize("path", ["/sign-in/", "/nowhere/", "/static/vendor/lucide.svg"])
def test_what_keydesk_says_is_said_once(proxy: Proxy, path: str, name: str) -> None:
    answer, _ = proxy.ask(path)
    assert len(answer.headers.get_all(name) or []) == 1


def test_what_nginx_answers_by_itself_says_it_too(proxy: Proxy) -> None:
    answer, _ = proxy.ask("/theme/", method="POST", body=b"x" * (1024 * 1024 + 1))
    assert answer.status == 413
    assert answer.getheader("Strict-Transport-Security") == "max-age=31536000"
    assert "default-src 'none'" in (answer.getheader("Content-Security-Policy") or "")


def test_a_body_of_250_megabytes_is_refused_before_it_is_sent(proxy: Proxy) -> None:
    with proxy.secure() as line:
        line.sendall(_POST + b"Content-Length: 262144000\r\n\r\n")
        assert line.recv(65536).startswith(b"HTTP/1.1 413 ")


def test_a_body_without_an_end_is_refused_at_a_megabyte(proxy: Proxy) -> None:
    with proxy.secure() as line:
        line.sendall(_POST + b"Transfer-Encoding: chunked\r\n\r\n")
        with suppress(OSError):  # it was refused, and nobody reads the rest
            for _ in range(40):
                line.sendall(b"10000\r\n" + b"x" * 0x10000 + b"\r\n")
        assert line.recv(65536).startswith(b"HTTP/1.1 413 ")


def test_a_long_form_is_written_to_no_file_on_its_way(proxy: Proxy) -> None:
    answer, _ = proxy.ask("/sign-in/", method="POST", body=b"x" * 900_000)
    assert answer.status == 403
    assert "temporary file" not in proxy.errors.read_text()


@pytest.mark.parametrize("what", _SLOW)
def test_clients_of_the_proxy_that_are_slow_keep_nobody_waiting(proxy: Proxy, what: str) -> None:
    with ExitStack() as clients:
        for _ in range(16):
            clients.enter_context(proxy.secure()).sendall(_SLOW[what])
        for _ in range(20):
            assert proxy.ask("/healthz")[0].status == 200


def test_one_address_has_no_more_requests_under_way_than_one_may(proxy: Proxy) -> None:
    with ExitStack() as clients:
        for _ in range(_MOST_OF_ONE):
            clients.enter_context(proxy.secure()).sendall(_SLOW["half a body"])
        until(lambda: _status(proxy, source="127.0.0.1") == b"429")
        assert _status(proxy, source="127.0.0.2") == b"200"
    until(lambda: _status(proxy, source="127.0.0.1") == b"200")


def test_a_page_in_clear_leads_to_tls(proxy: Proxy) -> None:
    with closing(http.client.HTTPConnection("127.0.0.1", proxy.clear, timeout=PATIENCE)) as line:
        line.request("GET", "/vault/", headers={"Host": _HOST})
        answer = line.getresponse()
    assert (answer.status, answer.getheader("Location")) == (308, f"https://{_HOST}/vault/")


@pytest.mark.filterwarnings("ignore:ssl.TLSVersion:DeprecationWarning")
@pytest.mark.parametrize("version", ["TLSv1", "TLSv1_1"])
def test_an_old_version_of_tls_is_refused(proxy: Proxy, version: str) -> None:
    old = _anything_goes()
    old.minimum_version = old.maximum_version = getattr(ssl.TLSVersion, version)
    with proxy.connect() as line, pytest.raises(ssl.SSLError, match="ALERT_PROTOCOL_VERSION"):
        old.wrap_socket(line, server_hostname=_HOST)


@pytest.mark.parametrize("ciphers", ["AES128-SHA", "AES256-GCM-SHA384", "ECDHE-RSA-AES128-SHA"])
def test_a_cipher_suite_without_forward_secrecy_or_with_cbc_is_refused(
    proxy: Proxy, ciphers: str
) -> None:
    weak = _anything_goes()
    weak.maximum_version = ssl.TLSVersion.TLSv1_2
    weak.set_ciphers(f"{ciphers}:@SECLEVEL=0")
    with proxy.connect() as line, pytest.raises(ssl.SSLError, match="HANDSHAKE_FAILURE"):
        weak.wrap_socket(line, server_hostname=_HOST)


@pytest.mark.parametrize(
    "address",
    [
        reverse("consent_link", args=[_TOKEN]),
        reverse("consent_return", args=[_TOKEN]),
        reverse("handover_link", args=[_TOKEN]),
        reverse("onboarding:callback", args=[_TOKEN]),
        reverse("account_invitation", args=[_TOKEN]),
        reverse("account_sign_in_link", args=[_TOKEN]),
        reverse("account_reset_password_from_key", args=[_TOKEN]),
        f"{reverse('openid_connect_callback')}?state=1&code={_TOKEN}",
        f"{reverse('account_login')}?next=/handover/{_TOKEN}/",
    ],
)
def test_the_token_of_a_link_is_not_in_the_log_of_accesses(proxy: Proxy, address: str) -> None:
    """Nor is the address that a page of a link was left for."""
    before = len(proxy.accesses.read_text().splitlines())
    proxy.ask(address, headers={"Referer": f"https://{_HOST}/handover/{_TOKEN}/"})
    until(lambda: len(proxy.accesses.read_text().splitlines()) > before)
    (line,) = proxy.accesses.read_text().splitlines()[before:]
    assert _TOKEN not in line
    assert address.partition("?")[0].split("/")[1] in line


def _status(proxy: Proxy, *, source: str) -> bytes:
    with proxy.secure(source=source) as line:
        line.sendall(_HEALTH + b"Connection: close\r\n\r\n")
        return line.recv(65536).split()[1]


def _anything_goes() -> ssl.SSLContext:
    """A client that takes whatever is offered, so that the refusal is the server's."""
    client = ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)
    client.check_hostname = False
    client.verify_mode = ssl.CERT_NONE
    client.set_ciphers("ALL:@SECLEVEL=0")
    return client
