"""Reasoning is taken out of an answer however its letters arrive."""

from itertools import groupby

from hypothesis import given, strategies as st
import pytest

from custom_components.kaizen.assistant.turn.thinking import ThinkingSplitter


def split(*chunks: str) -> list[tuple[bool, str]]:
    """Return the reasoning and the answer in their order, neighbours joined."""
    splitter = ThinkingSplitter()
    pieces = [piece for chunk in chunks for piece in splitter.feed(chunk)]
    pieces += splitter.flush()
    return [
        (thinking, "".join(text for _, text in group))
        for thinking, group in groupby(pieces, key=lambda piece: piece[0])
    ]


@pytest.mark.parametrize(
    ("text", "pieces"),
    [
        ("Hello.", [(False, "Hello.")]),
        ("<think>hm</think>Hello.", [(True, "hm"), (False, "Hello.")]),
        ("A<think>b</think>C", [(False, "A"), (True, "b"), (False, "C")]),
        ("<think>never ends", [(True, "never ends")]),
        ("<think></think>", []),
        ("Fine.</think>", [(False, "Fine.")]),
        ("2 < 3 <thin", [(False, "2 < 3 <thin")]),
        ("<<think>x</think>>", [(False, "<"), (True, "x"), (False, ">")]),
    ],
)
def test_splitting(text: str, pieces: list[tuple[bool, str]]) -> None:
    """Only what stands between the tags is reasoning; the tags are nowhere."""
    assert split(text) == pieces


@given(
    st.lists(
        st.sampled_from(
            ["<think>", "</think>", "<", "</", "thi", "nk>", "a", ">", " "]
        ),
        max_size=12,
    ).map("".join),
    st.data(),
)
def test_chunks_do_not_matter(text: str, data: st.DataObject) -> None:
    """A tag may be cut anywhere."""
    cuts = sorted(
        data.draw(st.lists(st.integers(0, len(text)), max_size=8), label="cuts")
    )
    chunks = [text[a:b] for a, b in zip([0, *cuts], [*cuts, len(text)], strict=True)]
    assert split(*chunks) == split(text)


@given(st.text(alphabet="<>/think ab"))
def test_words_without_tags_come_through(text: str) -> None:
    """What is no tag is never lost."""
    plain = text.replace("<think>", "").replace("</think>", "")
    if "think>" not in plain:
        assert "".join(piece for _, piece in split(plain)) == plain


def test_words_are_not_held_back() -> None:
    """A word is spoken as soon as it cannot be a tag any more."""
    splitter = ThinkingSplitter()
    assert list(splitter.feed("Hello <")) == [(False, "Hello ")]
    assert list(splitter.feed("b> there")) == [(False, "<b> there")]
