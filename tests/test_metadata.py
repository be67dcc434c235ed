"""What hassfest and HACS ask of an integration, checked offline.

hassfest is not published; what keys are allowed is therefore learnt from the files of Home Assistant's own integrations.
"""

import ast
from collections.abc import Iterable, Iterator
import json
from pathlib import Path
import re
import struct
import tomllib
from typing import Any, Final

from awesomeversion import AwesomeVersion
import homeassistant.components
from homeassistant.const import Platform
from homeassistant.helpers.selector import selector
import pytest
import yaml

ROOT: Final = Path(__file__).parents[1]
KAIZEN: Final = ROOT / "custom_components" / "kaizen"
CORE: Final = Path(homeassistant.components.__file__).parent
LANGUAGES: Final = sorted(
    path.stem for path in (KAIZEN / "translations").glob("*.json")
)

# A level on which core's files use more names than this is one of free names, not of keys.
MOST_KEYS: Final = 25
HACS_KEYS: Final = {
    "name",
    "content_in_root",
    "country",
    "filename",
    "hacs",
    "hide_default_branch",
    "homeassistant",
    "persistent_directory",
    "render_readme",
    "zip_release",
}
# Parts of Home Assistant that are always there, as hassfest lists them.
ALWAYS_THERE: Final = {
    *Platform,
    "automation",
    "conversation",
    "device_automation",
    "frontend",
    "homeassistant",
    "media_source",
    "persistent_notification",
    "person",
    "script",
    "system_log",
    "webhook",
    "websocket_api",
    "zone",
}

type Json = dict[str, Any]


def load(path: Path) -> Any:
    """Read a JSON or YAML file; a missing one is empty."""
    if not path.exists():
        return {}
    text = path.read_text(encoding="utf-8")
    return json.loads(text) if path.suffix == ".json" else yaml.safe_load(text) or {}


MANIFEST: Final[Json] = load(KAIZEN / "manifest.json")
ENGLISH: Final[Json] = load(KAIZEN / "translations" / "en.json")
SERVICES: Final[Json] = load(KAIZEN / "services.yaml")
ICONS: Final[Json] = load(KAIZEN / "icons.json")
SOURCES: Final = {
    path: ast.parse(path.read_text(encoding="utf-8")) for path in KAIZEN.rglob("*.py")
}


def merge(documents: Iterable[Any]) -> Json:
    """Return one tree with every key any of the documents has."""
    merged: dict[str, list[Any]] = {}
    for document in documents:
        if isinstance(document, dict):
            for key, value in document.items():
                merged.setdefault(key, []).append(value)
    if len(merged) > MOST_KEYS:
        return {"*": merge(value for values in merged.values() for value in values)}
    return {key: merge(values) for key, values in merged.items()}


def unknown(document: Any, known: Json, path: str = "") -> Iterator[str]:
    """Yield the paths of a document that core's files do not have."""
    if not isinstance(document, dict):
        return
    for key, value in document.items():
        here = f"{path}.{key}"
        if (below := known.get("*", known.get(key))) is None:
            yield here.removeprefix(".")
        else:
            yield from unknown(value, below, here)


def leaves(document: Json, path: str = "") -> dict[str, str]:
    """Return the texts of a document by their dotted path."""
    found: dict[str, str] = {}
    for key, value in document.items():
        here = f"{path}.{key}".removeprefix(".")
        found |= leaves(value, here) if isinstance(value, dict) else {here: value}
    return found


def placeholders(text: str) -> set[str]:
    """Return the names in braces."""
    return set(re.findall(r"{(\w+)}", text))


def strings_given_to(*names: str) -> set[str]:
    """Return the literal strings that the code assigns to a name or passes as a keyword of that name."""
    found = set()
    for tree in SOURCES.values():
        for node in ast.walk(tree):
            match node:
                case ast.keyword(arg=str(name), value=ast.Constant(value=str(text))):
                    pass
                case (
                    ast.Assign(
                        targets=[ast.Name(id=name)], value=ast.Constant(value=str(text))
                    )
                    | ast.AnnAssign(
                        target=ast.Name(id=name), value=ast.Constant(value=str(text))
                    )
                ):
                    pass
                case _:
                    continue
            if name in names:
                found.add(text)
    return found


def aborts() -> set[str]:
    """Return the literal reasons for which flows end without an entry."""
    return {
        keyword.value.value
        for tree in SOURCES.values()
        for node in ast.walk(tree)
        if isinstance(node, ast.Call)
        and isinstance(node.func, ast.Attribute)
        and node.func.attr == "async_abort"
        for keyword in node.keywords
        if keyword.arg == "reason"
        and isinstance(keyword.value, ast.Constant)
        and isinstance(keyword.value.value, str)
    }


def beginnings() -> set[str]:
    """Return how the keys begin that the code puts together: a name, and a value of an enum."""
    return {
        node.values[0].value
        for tree in SOURCES.values()
        for node in ast.walk(tree)
        if isinstance(node, ast.JoinedStr)
        and len(node.values) == 2
        and isinstance(node.values[0], ast.Constant)
        and isinstance(node.values[0].value, str)
        and node.values[0].value.endswith("_")
    }


def all_strings() -> set[str]:
    """Return every string the code spells out."""
    return {
        node.value
        for tree in SOURCES.values()
        for node in ast.walk(tree)
        if isinstance(node, ast.Constant) and isinstance(node.value, str)
    }


def flows() -> list[Json]:
    """Return the translations of every config flow: of entries, and of each kind of subentry."""
    return [
        ENGLISH.get("config", {}),
        ENGLISH.get("options", {}),
        *ENGLISH.get("config_subentries", {}).values(),
    ]


def test_manifest_keys_are_known_and_sorted() -> None:
    """Domain and name first, the rest in alphabetical order."""
    known = {key for path in CORE.glob("*/manifest.json") for key in load(path)}
    assert set(MANIFEST) <= known | {"version", "issue_tracker"}
    assert list(MANIFEST) == sorted(
        MANIFEST, key=lambda key: (key not in ("domain", "name"), key)
    )


def test_manifest_says_what_home_assistant_and_hacs_need() -> None:
    """A custom integration without one of these does not load, or is not listed."""
    assert MANIFEST["domain"] == KAIZEN.name
    assert MANIFEST["codeowners"]
    assert MANIFEST["iot_class"]
    assert MANIFEST["documentation"].startswith("https://")
    assert "home-assistant.io/integrations" not in MANIFEST["documentation"]
    assert MANIFEST["issue_tracker"].startswith("https://")
    assert AwesomeVersion(MANIFEST["version"]).valid
    assert not MANIFEST.get("config_flow") or (KAIZEN / "config_flow.py").exists()


def test_one_version_everywhere() -> None:
    """The manifest, the project and the newest entry of the change log agree."""
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
    changes = (ROOT / "CHANGELOG.md").read_text(encoding="utf-8")
    newest = re.search(r"^## \[?v?([\d.]+\w*)", changes, re.MULTILINE)
    assert newest
    assert MANIFEST["version"] == project["project"]["version"] == newest[1]


def test_requirements_are_pinned_as_in_the_lock_file() -> None:
    """Tests and users get the same version of every library."""
    locked = (ROOT / "requirements" / "home-assistant.txt").read_text(encoding="utf-8")
    for requirement in MANIFEST.get("requirements", []):
        assert re.search(
            rf"^{re.escape(requirement)}\b", locked, re.MULTILINE | re.IGNORECASE
        ), f"{requirement} is not in requirements/home-assistant.txt"


def test_dependencies_are_declared() -> None:
    """What is imported from another integration is there before Kaizen is set up."""
    declared = {
        *MANIFEST.get("dependencies", []),
        *MANIFEST.get("after_dependencies", []),
    }
    assert all((CORE / domain).is_dir() for domain in declared)
    for path, tree in SOURCES.items():
        used = {
            domain
            for node in ast.walk(tree)
            if isinstance(node, ast.ImportFrom) and node.module
            for domain in _integrations(node)
        }
        missing = used - declared - ALWAYS_THERE - {path.stem}
        assert not missing, f"{path.relative_to(ROOT)} imports {missing}"


def _integrations(node: ast.ImportFrom) -> list[str]:
    match (node.module or "").split("."):
        case ["homeassistant", "components"]:
            return [alias.name for alias in node.names]
        case ["homeassistant", "components", domain, *_]:
            return [domain]
    return []


def test_translations_have_the_shape_of_cores() -> None:
    """Home Assistant ignores what it does not know: a text there is never seen."""
    known = merge(load(path) for path in CORE.glob("*/strings.json"))
    known["common"] = {"*": {}}
    assert not list(unknown(ENGLISH, known))
    assert not (KAIZEN / "strings.json").exists()


@pytest.mark.parametrize("language", LANGUAGES)
def test_language_is_complete(language: str) -> None:
    """Every text is there in every language, with the same placeholders."""
    english = leaves(ENGLISH)
    other = leaves(load(KAIZEN / "translations" / f"{language}.json"))
    assert set(other) == set(english)
    differing = {
        key
        for key, text in other.items()
        if placeholders(text) != placeholders(english[key])
    }
    assert not differing
    assert not [key for key, text in other.items() if not text or "[%key:" in text]


def test_every_field_of_a_flow_is_explained() -> None:
    """A label alone does not tell an owner what to enter."""
    for flow in flows():
        for name, step in flow.get("step", {}).items():
            for part in (step, *step.get("sections", {}).values()):
                missing = set(part.get("data", {})) - set(
                    part.get("data_description", {})
                )
                assert not missing, f"step {name}: {missing}"


def test_texts_the_code_asks_for_exist() -> None:
    """A missing text shows its key to the owner."""
    known = {
        *ENGLISH.get("exceptions", {}),
        *ENGLISH.get("issues", {}),
        *ENGLISH.get("selector", {}),
        *ENGLISH.get("device", {}),
        *(key for platform in ENGLISH.get("entity", {}).values() for key in platform),
        *(key for flow in flows() for key in flow.get("error", {})),
        *(key for flow in flows() for key in flow.get("abort", {})),
    }
    assert not strings_given_to("translation_key", "_attr_translation_key") - known
    reasons = {reason for flow in flows() for reason in flow.get("abort", {})}
    assert not aborts() - reasons
    steps = {
        *(step for flow in flows() for step in flow.get("step", {})),
        *(
            step
            for issue in ENGLISH.get("issues", {}).values()
            for step in issue.get("fix_flow", {}).get("step", {})
        ),
    }
    assert not strings_given_to("step_id") - steps


def test_no_text_is_left_over() -> None:
    """A text nobody asks for is one a translator works on for nothing."""
    used, starts = all_strings(), beginnings()
    for section in ("exceptions", "issues"):
        left = {
            key
            for key in set(ENGLISH.get(section, {})) - used
            if not any(
                key.startswith(start) and key.removeprefix(start) in used
                for start in starts
            )
        }
        assert not left, section


def test_services_are_described_and_drawn() -> None:
    """Every action and field has its texts, every action an icon."""
    texts = ENGLISH.get("services", {})
    assert set(SERVICES) == set(texts) == set(ICONS.get("services", {}))
    for name, service in SERVICES.items():
        fields = _fields((service or {}).get("fields", {}))
        assert set(fields) == set(texts[name].get("fields", {})), name
        for field in fields.values():
            if "selector" in field:
                selector(field["selector"])


def _fields(described: Json) -> Json:
    """Return the fields of an action, those in sections included."""
    found: Json = {}
    for name, field in described.items():
        found |= field.get("fields", {name: field})
    return found


def test_icons_are_known_and_used() -> None:
    """Icons are Material Design ones, of entities that have a name."""
    known = merge(load(path) for path in CORE.glob("*/icons.json"))
    assert not list(unknown(ICONS, known))
    assert all(icon.startswith("mdi:") for icon in leaves(ICONS).values())
    for platform, entities in ICONS.get("entity", {}).items():
        assert set(entities) <= set(ENGLISH.get("entity", {}).get(platform, {}))


@pytest.mark.parametrize(
    "platform", sorted(p for p in Platform if (KAIZEN / f"{p}.py").exists())
)
def test_platform_limits_its_parallel_updates(platform: str) -> None:
    """Home Assistant asks every platform to choose."""
    assert "PARALLEL_UPDATES" in (KAIZEN / f"{platform}.py").read_text(encoding="utf-8")


@pytest.mark.parametrize(("name", "size"), [("icon", 256), ("icon@2x", 512)])
def test_brand_icon(name: str, size: int) -> None:
    """Home Assistant and HACS show the icon from here."""
    content = (KAIZEN / "brand" / f"{name}.png").read_bytes()
    assert content.startswith(b"\x89PNG")
    assert struct.unpack(">II", content[16:24]) == (size, size)


def test_hacs_knows_every_key() -> None:
    """HACS refuses a file with a key it does not know."""
    hacs = load(ROOT / "hacs.json")
    assert hacs["name"] == MANIFEST["name"]
    assert set(hacs) <= HACS_KEYS
    assert AwesomeVersion(hacs["homeassistant"]) >= AwesomeVersion("2026.11.0")


def test_every_rule_of_the_quality_scale_is_answered() -> None:
    """Done, or why not."""
    rules = load(KAIZEN / "quality_scale.yaml")["rules"]
    known = {
        rule
        for path in CORE.glob("*/quality_scale.yaml")
        for rule in load(path)["rules"]
    }
    assert set(rules) == known
    for rule, answer in rules.items():
        assert answer == "done" or (
            answer["status"] in ("todo", "exempt") and answer["comment"]
        ), rule
