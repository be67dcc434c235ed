"""Vectors for texts: not a model's, but texts that share words point in similar directions."""

from hashlib import sha256
import math
import re


def embed(text: str, size: int) -> list[float]:
    """Return a vector of unit length, always the same for the same text."""
    vector = [0.0] * size
    for word in re.findall(r"\w+", text.lower()) or [""]:
        seed = sha256(word.encode()).digest()
        for index, byte in enumerate(seed):
            place = (byte * 256 + seed[index - 1] + index) % size
            vector[place] += 1.0 if byte % 2 else -1.0
    length = math.hypot(*vector) or 1.0
    return [value / length for value in vector]
