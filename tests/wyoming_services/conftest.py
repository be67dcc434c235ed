"""What the tests of the voice services share: the real models, loaded once, and real speech."""

from importlib.util import find_spec

collect_ignore_glob = [] if find_spec("faster_whisper") else ["*"]

if find_spec("faster_whisper"):
    from .fixtures import *  # noqa: F403
