"""The sandbox without a socket: a request goes in, an answer comes out."""

from __future__ import annotations

from dataclasses import replace
from email.utils import formatdate

from sandbox.api.answering import answer_api_call
from sandbox.api.branches import branch_of
from sandbox.control import PREFIX, answer_control
from sandbox.pages.answering import answer_page
from sandbox.state.sandbox_state import SandboxState
from sandbox.wire import Request, Response


class Sandbox(SandboxState):
    """One local OVHcloud: the state of a sandbox, and the answer to each request made to it."""

    def handle(self, request: Request) -> Response:
        """Answer one request. A change of the world is saved before the answer is returned."""
        with self.lock:
            response = self._answer(request)
            self.save_if_changed()
        date = formatdate(self.server_time(), usegmt=True)
        return replace(response, headers={"Date": date, **response.headers})

    def _answer(self, request: Request) -> Response:
        if request.path.startswith(f"{PREFIX}/"):
            return answer_control(self, request)
        branch = branch_of(request.path)
        if branch:
            return answer_api_call(self, request, branch)
        return answer_page(self, request)
