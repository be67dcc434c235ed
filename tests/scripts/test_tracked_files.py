"""The check for machine paths and index addresses."""

import pytest

from scripts.dev.tracked_files import find


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("see " + "/wo" + "rk/main/notes", "machine path"),
        ('open("' + "/tm" + 'p/x")', "machine path"),
        ("cd " + "/ho" + "me/someone", "machine path"),
        ("https://" + "py" + "pi.org/simple", "package index address"),
    ],
)
def test_what_is_found(text: str, kind: str) -> None:
    """A line is reported with what is wrong in it."""
    assert find(f"harmless\n{text}\n") == [(2, kind)]


@pytest.mark.parametrize(
    "text", ["the network", "homework/root", "a/tmp/b", "https://example.org/work"]
)
def test_what_is_harmless(text: str) -> None:
    """Ordinary words and addresses are left alone."""
    assert find(text) == []
