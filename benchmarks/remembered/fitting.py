"""Fits the weights of the second look: a logistic regression, small enough to be written out."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from typing import Any, Final

import numpy as np
import numpy.typing as npt

from custom_components.kaizen.memory.recall_look import Sign

from .judging import Judged

type _Numbers = npt.NDArray[Any]

KEPT: Final = 0.94
"""Share of the answers of the fitted questions for which the best memory is believed: more than the aim of 0.90."""
_RIDGE: Final = 3.0
_STEPS: Final = 50
_FOLDS: Final = 5
_REPEATS: Final = 10


@dataclass(frozen=True, slots=True, kw_only=True)
class Fitted:
    """Weights, and what they do to questions they were not fitted on."""

    weights: dict[Sign, float]
    bias: float
    kept: float
    false: float


def fit(judged: Collection[Judged]) -> Fitted:
    """Fit to questions with and without answers; validate by folds."""
    signs = np.array([[one.signs[sign] for sign in Sign] for one in judged])
    has_answer = np.array([bool(one.asked.wanted) for one in judged])
    weights, bias = _solve(signs, has_answer)
    bias = _shift(signs @ weights + bias, has_answer, bias)
    kept, false = _validate(signs, has_answer)
    return Fitted(
        weights=dict(zip(Sign, weights.tolist(), strict=True)),
        bias=bias,
        kept=kept,
        false=false,
    )


def _solve(signs: _Numbers, has_answer: _Numbers) -> tuple[_Numbers, float]:
    """Return weights and bias by Newton's method, on signs of like size so that the ridge treats them alike."""
    middle, spread = signs.mean(0), signs.std(0) + 1e-9
    scaled = np.c_[(signs - middle) / spread, np.ones(len(signs))]
    ridge = _RIDGE * np.diag([*np.ones(signs.shape[1]), 0.0])
    found = np.zeros(scaled.shape[1])
    for _ in range(_STEPS):
        chance = 1 / (1 + np.exp(-scaled @ found))
        slope = scaled.T @ (chance - has_answer) + ridge @ found
        bend = scaled.T @ (scaled * (chance * (1 - chance))[:, None]) + ridge
        found -= np.linalg.solve(bend, slope)
    weights = found[:-1] / spread
    return weights, float(found[-1] - weights @ middle)


def _shift(logits: _Numbers, has_answer: _Numbers, bias: float) -> float:
    return bias - float(np.quantile(logits[has_answer], 1 - KEPT))


def _validate(signs: _Numbers, has_answer: _Numbers) -> tuple[float, float]:
    kept: list[float] = []
    false: list[float] = []
    for seed in range(_REPEATS):
        believed = np.zeros(len(signs), bool)
        order = np.random.default_rng(seed).permutation(len(signs))
        for fold in range(_FOLDS):
            test: Sequence[int] = order[fold::_FOLDS].tolist()
            train = np.setdiff1d(order, test)
            weights, bias = _solve(signs[train], has_answer[train])
            logits = signs[train] @ weights + bias
            bias = _shift(logits, has_answer[train], bias)
            believed[test] = signs[test] @ weights + bias > 0
        kept.append(float(believed[has_answer].mean()))
        false.append(float(believed[np.logical_not(has_answer)].mean()))
    return float(np.mean(kept)), float(np.mean(false))
