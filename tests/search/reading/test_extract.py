"""What of a page reaches a model."""

from contextlib import suppress
from datetime import date

import pytest

from custom_components.kaizen.search.errors import PageError
from custom_components.kaizen.search.reading.extract import TEXT_LIMIT, extract
from custom_components.kaizen.search.reading.fetch import Document
from custom_components.kaizen.search.reading.passages import best_passage
from custom_components.kaizen.search.reading.visible import hides

from tests.simulators.pages.server import ARTICLE

TODAY = date(2026, 11, 22)


def _document(
    text: str | bytes, charset: str | None = "utf-8", *, plain: bool = False
) -> Document:
    content = text.encode() if isinstance(text, str) else text
    return Document(
        url="https://site.example/a", content=content, charset=charset, plain=plain
    )


def test_article() -> None:
    """The article stays, with its title and date; menus and small print go."""
    page = extract(_document(ARTICLE), TODAY)
    assert page.title == "Library hours | Springfield"
    assert page.published == date(2026, 11, 20)
    assert "between nine in the morning and" in page.text
    assert "reading room on the second floor" in page.text
    assert "All rights reserved" not in page.text
    assert "About us" not in page.text


def test_hidden_text() -> None:
    """What nobody would see, no model reads: comments, scripts, styles, attributes."""
    page = extract(_document(ARTICLE), TODAY)
    assert "HIDDEN" not in page.text
    assert "SYSTEM" not in page.text


@pytest.mark.parametrize(
    "style",
    [
        "display:none",
        "DISPLAY : NONE !important",
        "visibility: hidden",
        "opacity:0",
        "opacity: 0.0;",
        "font-size:0",
        "font-size: 1px;",
        "position:absolute;left:-10000px",
        "text-indent: -9999em",
        "clip: rect(0, 0, 0, 0)",
        "clip-path: inset(50%)",
        "height:0;overflow:hidden",
        "width: 1px; height: 1px",
        "color: transparent",
        "color: white; background-color: #fff",
        "background:#123456;color:#123456",
        "transform: scale(0)",
    ],
)
def test_hiding_styles(style: str) -> None:
    """A style that hides text is known by any spelling."""
    assert hides(style)


@pytest.mark.parametrize(
    "style",
    [
        "color: red",
        "opacity: 0.9",
        "opacity: 1",
        "font-size: 12px",
        "font-size:0.9em",
        "left: 10px",
        "height: 100px",
        "max-width:1200px",
        "color:#000;background:#fff",
        "background-color: white",
        "line-height: 1",
    ],
)
def test_showing_styles(style: str) -> None:
    """Everyday styles hide nothing."""
    assert not hides(style)


def test_text_after_hidden_text_stays() -> None:
    """Dropping an element does not drop the words behind it."""
    body = "<body><p>before <span hidden>HIDDEN</span>after " + "and so on " * 40
    text = extract(_document(f"<html>{body}</p></body></html>"), TODAY).text
    assert "before after and so on" in text


@pytest.mark.parametrize(
    ("content", "charset", "word"),
    [
        ("<p>Grüße aus Köln".encode("latin-1"), None, "Grüße aus Köln"),
        ("<p>Grüße aus Köln".encode("latin-1"), "utf-8", "Grüße aus Köln"),
        ("<p>Grüße aus Köln".encode(), "no-such-charset", "Grüße aus Köln"),
        (b'<meta charset="iso-8859-2"><p>\xa3\xf3d\xbc', None, "Łódź"),
        ("<p>Grüße".encode("utf-16"), None, "Grüße"),
        ("<p>価格は".encode("shift_jis"), "shift_jis", "価格は"),
    ],
)
def test_charsets(content: bytes, charset: str | None, word: str) -> None:
    """Letters arrive as they were written, whatever the server says of them."""
    assert word in extract(_document(content, charset), TODAY).text


@pytest.mark.parametrize(
    "text",
    ["", "   ", "<html><body></body></html>", "<p hidden>x</p>", "\x00", "<!-- x -->"],
)
def test_nothing_to_read(text: str) -> None:
    """A page without words is none."""
    with pytest.raises(PageError):
        extract(_document(text), TODAY)


def test_plain_text() -> None:
    """Text is taken as it is."""
    page = extract(_document("one\r\n\r\n two  words\n", plain=True), TODAY)
    assert page.text == "one\ntwo words"


def test_long_and_deep_pages() -> None:
    """A page made to break a parser is cut, or refused."""
    long = extract(_document("<p>" + "word " * 100_000), TODAY)
    assert len(long.text) <= TEXT_LIMIT
    deep = "<div>" * 5_000 + "found" + "</div>" * 5_000
    with suppress(PageError):
        assert "found" in extract(_document(deep), TODAY).text


def test_best_passage() -> None:
    """The part that answers is taken, not the beginning."""
    lines = [f"Line {number} is about nothing at all." for number in range(200)]
    lines[150] = "On Sundays the library opens at noon."
    passage = best_passage(
        "\n".join(lines), "when does the library open on sunday", 300
    )
    assert "opens at noon" in passage
    assert len(passage) <= 300
    assert best_passage("short", "x", 300) == "short"
    assert len(best_passage("x" * 1000, "x", 300)) == 300
