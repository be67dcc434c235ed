"""German."""

from dataclasses import replace
from typing import Final

from ..english import ENGLISH

GERMAN: Final = replace(ENGLISH, code="de")
