"""Puts weights where they belong: from installed packages, else from the hub; a file is there whole or not at all."""

from collections.abc import Callable, Iterator
from http import HTTPStatus
from http.client import HTTPException
from importlib.util import find_spec
import os
from pathlib import Path
import shutil
import time
from typing import Final, override
from urllib.error import HTTPError
from urllib.parse import quote
from urllib.request import HTTPRedirectHandler, Request, build_opener, urlopen

from .catalogue import Bundle, File
from .digest import Digest

type Tell = Callable[[str], None]

_DEFAULT_HUB: Final = "https://huggingface.co"
_TIMEOUT: Final = 30.0
"""Seconds without a byte, after which a download counts as broken."""
_EVERY: Final = 2.0
"""Seconds between two lines of progress."""
_BLOCK: Final = 1 << 20


class InstallFailed(Exception):
    """A model could not be installed; the message says what to do."""


def install(bundle: Bundle, tell: Tell, *, hub: str | None = None) -> None:
    """Make a model complete; what is there already is not fetched again.

    Args:
        bundle: the model
        tell: called with lines of progress
        hub: address of the model hub; default: HF_ENDPOINT, else the public one

    Raises:
        InstallFailed: neither package nor hub has it, or what came is not what it should be.
    """
    address = (hub or os.environ.get("HF_ENDPOINT") or _DEFAULT_HUB).rstrip("/")
    for file in bundle.files:
        if _is_whole(file):
            continue
        try:
            _put(file, bundle.name, tell, f"{address}/{quote(file.remote)}")
        except (OSError, HTTPException) as err:
            raise InstallFailed(
                f"{bundle.name} is in no installed package and could not be fetched from {address} ({err}): "
                "check the network, or install on another machine and copy the folder of models."
            ) from err


def _is_whole(file: File) -> bool:
    if not file.path.is_file():
        return False
    # Without a pin, only a finished download is ever renamed to this name.
    return file.digest is None or file.digest.fits(file.path)


def _put(file: File, name: str, tell: Tell, url: str) -> None:
    file.path.parent.mkdir(parents=True, exist_ok=True)
    part = file.path.with_name(f"{file.path.name}.part-{os.getpid()}")
    try:
        packaged = _packaged(file)
        if packaged:
            tell(f"{name}: {file.path.name} from its package")
            _join(packaged, part)
            digest = file.digest
        else:
            digest = file.digest or _announced(url)
            _download(url, part, lambda text: tell(f"{name}: {text}"), file.path.name)
        if digest is None or not digest.fits(part):
            raise InstallFailed(
                f"{name}: {file.path.name} is not what it should be (checksum); run this again."
            )
        part.replace(file.path)
    finally:
        part.unlink(missing_ok=True)


def _packaged(file: File) -> list[Path]:
    """Return a file's parts inside packages, or nothing unless all are there."""
    paths = []
    for part in file.packaged:
        package, _, inside = part.partition("/")
        spec = find_spec(package)
        if spec is None or not spec.submodule_search_locations:
            return []
        paths.append(Path(spec.submodule_search_locations[0]) / inside)
    return paths if all(path.is_file() for path in paths) else []


def _join(parts: list[Path], into: Path) -> None:
    with into.open("wb") as whole:
        for part in parts:
            with part.open("rb") as source:
                shutil.copyfileobj(source, whole, _BLOCK)


class _StayHere(HTTPRedirectHandler):
    """The hub names a file's checksum in its own answer, not where it sends one for the content."""

    @override
    def redirect_request(
        self,
        req: Request,
        fp: object,
        code: int,
        msg: str,
        headers: object,
        newurl: str,
    ) -> None:
        return None


def _announced(url: str) -> Digest | None:
    request = Request(url, method="HEAD")
    try:
        with build_opener(_StayHere).open(request, timeout=_TIMEOUT) as answer:
            headers = answer.headers
    except HTTPError as err:
        if err.code >= HTTPStatus.BAD_REQUEST:
            raise
        headers = err.headers
    return Digest.from_etag(headers.get("X-Linked-Etag") or headers.get("ETag") or "")


def _download(url: str, into: Path, tell: Tell, name: str) -> None:
    with urlopen(url, timeout=_TIMEOUT) as answer, into.open("wb") as file:
        total = int(answer.headers.get("Content-Length") or 0)
        due = 0.0
        for done in _copied(answer.read, file.write):
            if time.monotonic() >= due:
                due = time.monotonic() + _EVERY
                share = f", {100 * done // total} %" if total else ""
                tell(f"{name}: {done / 1e6:.0f} MB{share}")
        if total and done < total:
            raise OSError(f"connection lost after {done} of {total} bytes")


def _copied(
    read: Callable[[int], bytes], write: Callable[[bytes], object]
) -> Iterator[int]:
    done = 0
    while block := read(_BLOCK):
        write(block)
        done += len(block)
        yield done
    yield done
