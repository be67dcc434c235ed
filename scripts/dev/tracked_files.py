"""Checks that no tracked file names a folder of somebody's machine or the address of a package index."""

from pathlib import Path
import re
import subprocess
import sys
from typing import Final

_FORBIDDEN: Final = {
    "machine path": r"(?<![\w.~/-])/(?:work|root|tmp|home/\w+|Users/\w+)(?:/|\b(?![-\w]))",
    "package index address": r"(?:pypi\.org|pythonhosted\.org|registry\.npmjs\.org|registry\.yarnpkg\.com"
    r"|deb\.debian\.org|archive\.ubuntu\.com|proxy\.golang\.org|crates\.io)",
}
_PATTERN: Final = re.compile(
    "|".join(
        f"(?P<{name.replace(' ', '_')}>{pattern})"
        for name, pattern in _FORBIDDEN.items()
    )
)


def find(text: str) -> list[tuple[int, str]]:
    """Return the line number and kind of every forbidden piece of a text."""
    return [
        (number, match.lastgroup.replace("_", " "))
        for number, line in enumerate(text.splitlines(), start=1)
        for match in _PATTERN.finditer(line)
        if match.lastgroup
    ]


def _tracked_texts() -> list[tuple[Path, str]]:
    listing = subprocess.run(
        ["git", "ls-files", "-z"], check=True, capture_output=True, text=True
    ).stdout
    paths = [Path(name) for name in listing.split("\0") if name]
    return [
        (path, content.decode(errors="replace"))
        for path in paths
        if path.is_file()
        and path != Path(__file__).relative_to(Path.cwd())
        and b"\0" not in (content := path.read_bytes())
    ]


def main() -> int:
    """Print every finding; exit with 1 if there is one."""
    findings = [
        f"{path}:{number}: {kind}"
        for path, text in _tracked_texts()
        for number, kind in find(text)
    ]
    print("\n".join(findings), end="\n" if findings else "")
    return bool(findings)


if __name__ == "__main__":
    sys.exit(main())
