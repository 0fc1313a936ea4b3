"""Files: one page takes one file of text, kept in memory; every other page takes none."""

from __future__ import annotations

from collections.abc import Callable
from io import BytesIO
from typing import Any, TypeVar

from django.conf import settings
from django.core.exceptions import RequestDataTooBig
from django.core.files.uploadedfile import InMemoryUploadedFile, UploadedFile
from django.core.files.uploadhandler import FileUploadHandler

_View = TypeVar("_View", bound=Callable[..., object])
_MARK = "takes_text_file"


def takes_text_file(view: _View) -> _View:
    """Let a view have the file of its form; the outermost of its decorators."""
    setattr(view, _MARK, True)
    return view


class TextFilesOfOnePage(FileUploadHandler):
    """Ends the reading of a body at its first file, before a byte of it is kept.

    A view that takes one gets it in memory, no longer than any other form is.
    """

    def new_file(self, *args: Any, **kwargs: Any) -> None:
        super().new_file(*args, **kwargs)
        match = self.request.resolver_match if self.request else None
        if not getattr(match and match.func, _MARK, False):
            raise RequestDataTooBig("No page but one takes a file.")
        self._content = BytesIO()

    def receive_data_chunk(self, raw_data: bytes, start: int) -> None:
        if start + len(raw_data) > settings.DATA_UPLOAD_MAX_MEMORY_SIZE:
            raise RequestDataTooBig("The file is longer than forms are.")
        self._content.write(raw_data)

    def file_complete(self, file_size: int) -> UploadedFile[Any]:
        self._content.seek(0)
        return InMemoryUploadedFile(
            self._content,
            self.field_name,
            self.file_name or "",
            self.content_type,
            file_size,
            self.charset,
            self.content_type_extra,
        )
