"""Takes the one file out of a multipart form as it arrives, without holding it in memory."""

from pathlib import PurePath
from typing import Any, Protocol

from python_multipart import MultipartParser
from python_multipart.exceptions import MultipartParseError
from python_multipart.multipart import parse_options_header

from springhead.engine.dataplane import upload_texts as texts
from springhead.engine.kernel.problems import Refused


class Writer(Protocol):
    """Whatever takes bytes."""

    def write(self, chunk: bytes, /) -> int:
        """Take in a piece."""


class FormFile:
    """Fed with a form's bytes; writes the first file field to `target`.

    Raises `Refused` when the form is broken, holds no file, or the file exceeds `most` bytes.
    """

    def __init__(self, content_type: bytes, target: Writer, *, most: int) -> None:
        _, options = parse_options_header(content_type)
        boundary = options.get(b"boundary", b"")
        if not boundary:
            raise Refused(texts.NO_FILE.at())
        self.filename = ""
        self._target, self._most, self._size = target, most, 0
        self._field, self._value, self._headers = b"", b"", dict[bytes, bytes]()
        self._is_file = False
        callbacks: Any = {
            "on_part_begin": self._begin,
            "on_header_field": self._header_field,
            "on_header_value": self._header_value,
            "on_header_end": self._header_end,
            "on_headers_finished": self._headers_finished,
            "on_part_data": self._data,
        }
        self._parser = MultipartParser(boundary, callbacks)

    def feed(self, chunk: bytes) -> None:
        """Take in a piece of the form."""
        try:
            self._parser.write(chunk)
        except MultipartParseError as error:
            raise Refused(texts.NO_FILE.at()) from error

    def close(self) -> None:
        """Say that the form is over."""
        if not self.filename:
            raise Refused(texts.NO_FILE.at())

    def _begin(self) -> None:
        self._headers, self._is_file = {}, False

    def _header_field(self, data: bytes, start: int, end: int) -> None:
        self._field += data[start:end]

    def _header_value(self, data: bytes, start: int, end: int) -> None:
        self._value += data[start:end]

    def _header_end(self) -> None:
        self._headers[self._field.lower()] = self._value
        self._field = self._value = b""

    def _headers_finished(self) -> None:
        _, options = parse_options_header(self._headers.get(b"content-disposition", b""))
        name = PurePath(options.get(b"filename", b"").decode("utf-8", "replace")).name
        self._is_file = bool(name) and not self.filename
        if self._is_file:
            self.filename = name

    def _data(self, data: bytes, start: int, end: int) -> None:
        if not self._is_file:
            return
        self._size += end - start
        if self._size > self._most:
            raise Refused(texts.TOO_LARGE.at(size=self._size, most=self._most))
        self._target.write(data[start:end])
