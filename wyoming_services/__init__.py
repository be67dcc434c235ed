"""Kaizen's voice, outside Home Assistant: speech to text and text to speech over the Wyoming protocol.

Nothing here imports Home Assistant. `speech` is a link to the integration's own library: one source for both.
"""

from typing import Final

VERSION: Final = "0.1.0"
