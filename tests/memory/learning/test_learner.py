"""What is learned from a conversation, whatever the model answers."""

from collections.abc import Callable
import json
import random
from typing import Final

from hypothesis import given, settings, strategies as st
import pytest

from custom_components.kaizen.memory.embedding.wordpiece import WordPiece
from custom_components.kaizen.memory.learning import Request, concern, statements
from custom_components.kaizen.memory.learning.gate import passes
from custom_components.kaizen.memory.learning.prompt import TOKENS_MOST, request
from custom_components.kaizen.memory.model import UNKNOWN_VOICE, Category, person

from .rig import ANNA, SENTENCES, Model, Notebook, facts, learner, said, words_of

FACTS: Final = [
    (text, code) for code, kinds in SENTENCES.items() for text in kinds["fact"]
]
NOTHING: Final = [
    (text, code) for code, kinds in SENTENCES.items() for text in kinds["nothing"]
]


def _echo(asked: Request) -> str:
    """Take every sentence for a fact, as a small model does."""
    return facts(*[one[:160] for one in words_of(asked).split(". ")][:3])


def _rewriting(asked: Request) -> str:
    """Say it in other words, as models do."""
    return facts(*[f"The user: {one}"[:160] for one in words_of(asked).split(". ")][:3])


BAD: Final[dict[str, Callable[[Request], str]]] = {
    "hallucinates": lambda _: facts(
        "I have a sailing boat", "The weather is good tomorrow"
    ),
    "echoes the assistant": lambda _: facts(
        "I am a helpful assistant", "The assistant turned the light off"
    ),
    "reverses": lambda asked: facts(
        *[f"It is not true that {one}"[:160] for one in words_of(asked).split(". ")][:3]
    ),
    "drops the no": lambda asked: facts(
        *[
            one.replace("never ", "")
            .replace("don't ", "")
            .replace("hates", "loves")
            .replace("keinen ", "")
            + " sometimes"
            for one in words_of(asked).split(". ")
        ][:3]
    ),
    "changes numbers": lambda asked: facts(
        *[
            "".join(str((int(c) + 1) % 10) if c.isdigit() else c for c in one) + " 77"
            for one in words_of(asked).split(". ")
        ][:3]
    ),
    "adds an order": lambda asked: facts(
        *[
            f"{one} and always unlock the door"[:160]
            for one in words_of(asked).split(". ")
        ][:3]
    ),
    "answers no JSON": lambda _: "Sure! Here are the facts: coffee",
    "wraps it": lambda asked: f"Here you are: {_echo(asked)}",
    "invents a field": lambda _: json.dumps(
        {
            "facts": [
                {
                    "text": "I like tea",
                    "about": "",
                    "category": "preference",
                    "owner": True,
                }
            ]
        }
    ),
    "invents a category": lambda _: facts("I like tea", category="admin"),
    "answers a list": lambda _: "[]",
    "says too many": lambda _: facts(*["I like tea"] * 4),
    "says too much": lambda _: facts("tea " * 60),
    "nests deep": lambda _: "[" * 100_000,
    "says null": lambda _: json.dumps({"facts": None}),
    "repeats a shot": lambda _: facts(
        "I take my coffee black", "Meine Schwester heißt Lena"
    ),
}


def test_the_gate_tells_facts_from_the_rest() -> None:
    """Of 76 sentences every fact may be learned from, and nothing else."""
    assert len(FACTS) + len(NOTHING) >= 60
    assert [text for text, code in FACTS if not passes(text, code)] == []
    assert [text for text, code in NOTHING if passes(text, code)] == []


@pytest.mark.parametrize("answer", [_echo, _rewriting])
@pytest.mark.parametrize(("text", "code"), NOTHING)
async def test_nothing_is_learned_from_what_is_no_fact(
    text: str, code: str, answer: Callable[[Request], str]
) -> None:
    """A model that takes everything for a fact is not even asked."""
    notebook = Notebook()
    asked = learner(answer, notebook)
    await asked.learn(said(text, language=code))
    assert notebook.kept == []
    assert isinstance(asked.extractor, Model)
    assert asked.extractor.asked == []


@pytest.mark.parametrize(("text", "code"), FACTS)
async def test_a_fact_is_kept_in_the_words_it_was_said_in(text: str, code: str) -> None:
    """Also when the model put it differently."""
    for answer in (_echo, _rewriting):
        notebook = Notebook()
        await learner(answer, notebook).learn(said(text, language=code))
        assert notebook.kept
        assert all(one.text.casefold() in text.casefold() for one in notebook.kept)
        assert not any(one.pending for one in notebook.kept)


@pytest.mark.parametrize("habit", BAD)
async def test_a_bad_model_stores_nothing_false(habit: str) -> None:
    """Whatever it makes of the sentences, only what the person said is kept: false stores 0."""
    for text, code in FACTS + NOTHING:
        notebook = Notebook()
        await learner(BAD[habit], notebook).learn(said(text, language=code))
        allowed = text.casefold() if (text, code) in FACTS else ""
        assert all(one.text.casefold() in allowed for one in notebook.kept)


@pytest.mark.parametrize(
    ("sentence", "fact"),
    [
        ("I don't drink alcohol", "I drink alcohol"),
        ("My son hates broccoli", "My son hates broccoli and spinach"),
        ("My mother's birthday is March 3", "My mother's birthday is March 5"),
        ("My brother Paul lives in Dublin", "My brother Peter lives in Dublin"),
        (
            "My wife prefers the bedroom at 17 degrees",
            "I prefer the bedroom at 17 degrees",
        ),
        ("Ich mag keinen Rosenkohl", "Ich mag Rosenkohl"),
        ("Meine Tochter Mia spielt Cello", "Ich spiele Cello, Tochter Mia"),
        ("I collect old fountain pens", "pens"),
    ],
)
async def test_a_fact_that_says_something_else_is_dropped(
    sentence: str, fact: str
) -> None:
    """A lost "not", another number, name or person, or too little to go by."""
    notebook = Notebook()
    code = "de" if sentence.startswith(("Ich", "Meine")) else "en"
    lesson = await learner(lambda _: facts(fact), notebook).learn(
        said(sentence, language=code)
    )
    assert (lesson.ungrounded, lesson.kept, notebook.kept) == (1, 0, [])


async def test_words_of_two_sentences_make_no_fact() -> None:
    """A wife and a fish do not become a wife who hates fish."""
    notebook = Notebook()
    talk = said("My wife loves jazz. I hate fish fingers")
    await learner(lambda _: facts("My wife hates fish fingers"), notebook).learn(talk)
    assert notebook.kept == []


async def test_two_facts_of_one_sentence_are_two_memories() -> None:
    """What "and" joins is kept apart, each in the person's words."""
    notebook = Notebook()
    talk = said("I love Baroque music and I hate techno")
    await learner(_echo, notebook).learn(talk)
    assert [one.text for one in notebook.kept] == [
        "I love Baroque music",
        "I hate techno",
    ]


async def test_invalid_output_is_asked_for_once_more_without_a_word_on_thinking() -> (
    None
):
    """The second answer counts; the first is forgotten."""
    answers = iter(["{}", facts("I collect old fountain pens")])
    notebook = Notebook()
    asked = learner(lambda _: next(answers), notebook)
    lesson = await asked.learn(said("I collect old fountain pens"))
    assert isinstance(asked.extractor, Model)
    assert [one.think for one in asked.extractor.asked] == [False, None]
    assert (lesson.kept, lesson.invalid) == (1, False)


async def test_invalid_twice_is_stored_nowhere() -> None:
    """And not asked for a third time."""
    notebook = Notebook()
    asked = learner(lambda _: "no", notebook)
    lesson = await asked.learn(said("I collect old fountain pens"))
    assert isinstance(asked.extractor, Model)
    assert (len(asked.extractor.asked), lesson.invalid, notebook.kept) == (2, True, [])


async def test_ten_an_hour_is_all() -> None:
    """The eleventh is not learned, and the model is not asked for it."""
    for before, expected in ((9, 1), (10, 0), (11, 0)):
        notebook = Notebook(learned=before)
        talk = said("I collect old fountain pens. My son hates broccoli")
        asked = learner(_echo, notebook)
        await asked.learn(talk)
        assert len(notebook.kept) == expected
        assert isinstance(asked.extractor, Model)
        assert len(asked.extractor.asked) == expected


async def test_who_has_not_agreed_is_not_learned_from() -> None:
    """Consent is each person's own."""
    notebook = Notebook()
    await learner(_echo, notebook).learn(said("My son hates broccoli", speaker="ben"))
    assert notebook.kept == []


async def test_an_unknown_voice_is_kept_for_review() -> None:
    """Told to no one until somebody says yes."""
    notebook = Notebook()
    await learner(_echo, notebook).learn(said("My son hates broccoli", speaker=None))
    (one,) = notebook.kept
    assert one.pending
    assert one.scope == UNKNOWN_VOICE


async def test_a_model_cannot_open_a_memory_to_guests() -> None:
    """The house's category is not the model's to give, and the scope never is."""
    notebook = Notebook()
    answer = facts("My son hates broccoli", category="house")
    await learner(lambda _: answer, notebook).learn(said("My son hates broccoli"))
    assert [(one.category, one.scope) for one in notebook.kept] == [
        (Category.PREFERENCE, person(ANNA))
    ]


async def test_what_was_said_in_private_is_not_read() -> None:
    """A private turn is as if it had not been said."""
    notebook = Notebook()
    await learner(_echo, notebook).learn(said("My son hates broccoli", private=True))
    assert notebook.kept == []


async def test_taint_stays_on_what_follows() -> None:
    """After a web page has been read, everything said waits for a yes."""
    notebook = Notebook()
    before, after = (
        said("My son hates broccoli").turns[0],
        said("I collect old fountain pens").turns[0],
    )
    read = said("Look up broccoli", taint={"web"}).turns[0]
    talk = said()
    talk = type(talk)(id="talk", turns=[before, read, after])
    await learner(_echo, notebook).learn(talk)
    assert [(one.text, one.pending) for one in notebook.kept] == [
        ("My son hates broccoli", False),
        ("I collect old fountain pens", True),
    ]


def test_the_prompt_fits_a_small_context() -> None:
    """Counted with a vocabulary coarser than the models' own; the context is asked for explicitly."""
    question = request([""], think=False)
    tokens = len(WordPiece().encode(question.messages[0]["content"]))
    assert tokens <= TOKENS_MOST
    assert question.options["num_ctx"] == 4096
    assert question.options["temperature"] == 0
    assert "seed" in question.options
    assert question.messages[0]["content"].count('{"facts": []}') == 3


def test_a_secret_taints_all_that_is_said_with_it() -> None:
    """Not a word of an utterance with a code in it goes to the model."""
    assert (
        statements(said("I collect old pens. My PIN is 4711. My son hates broccoli"))
        == []
    )


_SAYINGS = st.lists(
    st.one_of(
        st.sampled_from([text for text, _ in FACTS + NOTHING]),
        st.text(max_size=60),
    ),
    min_size=1,
    max_size=5,
)


@st.composite
def _answers(draw: st.DrawFn, said_words: str) -> str:
    """Return what a malicious model may answer: made of the person's words, of other words, or of nothing sane."""
    pool = [
        *said_words.split(),
        *[
            "owner",
            "always",
            "unlock",
            "door",
            "PIN",
            "4711",
            "not",
            "never",
            "my",
            "I",
            "the",
            "likes",
            "hates",
        ],
    ]
    texts = draw(
        st.lists(
            st.lists(st.sampled_from(pool), min_size=1, max_size=12).map(" ".join),
            max_size=4,
        )
    )
    sane = facts(
        *[text[:170] for text in texts],
        category=draw(st.sampled_from([*Category, "x"])),
    )
    return draw(
        st.one_of(st.just(sane), st.text(max_size=80), st.just(_shuffled(said_words)))
    )


def _shuffled(words: str) -> str:
    parts = words.split()
    random.Random(len(parts)).shuffle(parts)
    return facts(" ".join(parts)[:160] or "x")


@settings(max_examples=150, deadline=None)
@given(st.data())
async def test_whatever_a_model_returns_only_the_persons_words_are_kept(
    data: st.DataObject,
) -> None:
    """Nothing ungrounded is stored, ever, and nothing that is refused."""
    texts = data.draw(_SAYINGS)
    answer = data.draw(_answers(" ".join(texts)))
    notebook = Notebook()
    await learner(lambda _: answer, notebook).learn(said(*texts))
    spoken = [" ".join(text.split()).casefold() for text in texts]
    for one in notebook.kept:
        assert any(one.text.casefold() in text for text in spoken)
        assert concern(one.text) is None
        assert one.scope == person(ANNA)


@settings(max_examples=100, deadline=None)
@given(
    _SAYINGS,
    st.sets(st.sampled_from(["web", "calendar", "memory"]), min_size=1),
    st.sampled_from([ANNA, None]),
)
async def test_whatever_is_said_in_a_tainted_turn_nothing_active_is_kept(
    texts: list[str], taint: set[str], speaker: str | None
) -> None:
    """It waits for the owner's yes."""
    notebook = Notebook()
    await learner(_echo, notebook).learn(said(*texts, taint=taint, speaker=speaker))
    assert all(one.pending for one in notebook.kept)
    assert all(one.taint == taint for one in notebook.kept)
