"""Nothing but the eraser deletes: looked for in the source of every module."""

import ast
from pathlib import Path
import re
from typing import Final

import pytest

KAIZEN: Final = Path(__file__).parents[2] / "custom_components" / "kaizen"
CALLS: Final = frozenset(
    {"unlink", "rmdir", "rmtree", "removedirs", "truncate", "ftruncate", "send2trash"}
)
SQL: Final = re.compile(
    r"\b(DELETE\s+FROM|DROP\s+TABLE|TRUNCATE\s+TABLE)\b", re.IGNORECASE
)

ALLOWED: Final = {
    "trash/purge.py": "the eraser: the owner's command and the retention",
    "assistant/media.py": "copies of camera pictures that Kaizen made itself for one look",
    "memory/store/purge.py": "the eraser of memories",
    "memory/store/vectors.py": "vectors of a model that is used no longer; they are computed anew",
    "memory/store/writer.py": "a vector whose text has changed; the oldest lines of a bounded statistic",
}
"""What may delete, and why."""
MAY_ERASE: Final = {
    "trash/retention.py": "what has had its time",
    "trash/websocket.py": "the owner's command",
}
"""What may use the eraser, and why."""


def modules() -> dict[str, ast.Module]:
    """Return the source of every module by its path."""
    return {
        path.relative_to(KAIZEN).as_posix(): ast.parse(path.read_text(encoding="utf-8"))
        for path in KAIZEN.rglob("*.py")
    }


def deletes(tree: ast.Module) -> list[str]:
    """Return what in a module deletes files or rows."""
    found = []
    for node in ast.walk(tree):
        match node:
            case ast.Attribute(attr=name) if name in CALLS:
                found.append(name)
            case ast.Attribute(value=ast.Name(id="os"), attr="remove"):
                found.append("os.remove")
            case ast.ImportFrom(module="os" | "shutil", names=names):
                taken = {alias.name for alias in names}
                found += sorted(taken & (CALLS | {"remove"}))
            case ast.Constant(value=str(text)) if SQL.search(text):
                found.append(text)
    return found


@pytest.mark.parametrize(
    "source",
    [
        "path.unlink()",
        "os.remove(path)",
        "from os import remove",
        "shutil.rmtree(path)",
        "connection.execute('delete  from items')",
        "Path.unlink",
        "f'DELETE FROM {table}'",
    ],
)
def test_deleting_is_recognised(source: str) -> None:
    """In each way to write it."""
    assert deletes(ast.parse(source))


def test_nothing_else_deletes() -> None:
    """Everything else moves to the trash."""
    found = {path for path, tree in modules().items() if deletes(tree)}
    assert not found - ALLOWED.keys()


def test_nobody_else_reaches_the_eraser() -> None:
    """No tool, no action, no agent."""
    found = {
        path
        for path, tree in modules().items()
        for node in ast.walk(tree)
        if isinstance(node, ast.ImportFrom) and _reaches_eraser(path, node)
    }
    assert found == MAY_ERASE.keys()


def _reaches_eraser(path: str, node: ast.ImportFrom) -> bool:
    module, names = node.module or "", {alias.name for alias in node.names}
    at_home = path.startswith("trash/")
    return (
        module.endswith("trash.purge")
        or (at_home and (module == "purge" or "purge" in names))
        or (module.endswith("trash") and bool(names & {"purge", "Eraser"}))
    )
