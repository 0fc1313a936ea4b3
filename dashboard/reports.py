"""What an error report may show, be it a mail or the page that DEBUG gives a demo.

Any local variable of a vault may hold a secret, and any posted field may be one: a report shows
none of either. What remains, settings and headers and the error's own text, is scrubbed.
"""

from __future__ import annotations

from types import FrameType
from typing import Any

from django.http import HttpRequest, QueryDict
from django.utils.safestring import SafeString
from django.views.debug import ExceptionReporter, SafeExceptionReporterFilter

from credentials import core


class ReporterFilter(SafeExceptionReporterFilter):
    """Active whether DEBUG is on or not."""

    def is_active(self, request: HttpRequest | None) -> bool:
        return True

    def cleanse_setting(self, key: Any, value: Any) -> Any:
        cleansed = super().cleanse_setting(key, value)
        return core.scrub(cleansed) if isinstance(cleansed, str) else cleansed

    def get_post_parameters(self, request: HttpRequest | None) -> dict[str, Any]:
        posted = request.POST if request else QueryDict()
        return dict.fromkeys(posted, self.cleansed_substitute)

    def get_traceback_frame_variables(self, request: Any, tb_frame: FrameType) -> Any:
        return dict.fromkeys(tb_frame.f_locals, self.cleansed_substitute).items()


class Reporter(ExceptionReporter):
    """The whole report is searched once more for values that are known to be secret."""

    def get_traceback_html(self) -> SafeString:
        return SafeString(core.strike_known_secrets(super().get_traceback_html()))

    def get_traceback_text(self) -> SafeString:
        return SafeString(core.scrub(super().get_traceback_text()))
