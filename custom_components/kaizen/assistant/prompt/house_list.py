"""The exposed entities as the model reads them: by room and kind, names only.

States are left out on purpose: they change all the time, and every change
would make the model server read the whole prompt anew.
"""

from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from typing import Final


@dataclass(frozen=True, slots=True, kw_only=True)
class HouseEntity:
    """One exposed entity; `area` is empty when it has none."""

    domain: str
    names: tuple[str, ...]
    area: str = ""


def render(entities: Iterable[HouseEntity], describe: Describe) -> str:
    """Return one line an area, sorted, the areas without a name last."""
    rooms: defaultdict[str, defaultdict[str, list[HouseEntity]]] = defaultdict(
        lambda: defaultdict(list)
    )
    for entity in entities:
        rooms[entity.area][entity.domain].append(entity)
    return "\n".join(
        f"{area or 'No area'}: "
        + "; ".join(
            f"{domain} {described}"
            for domain, members in sorted(rooms[area].items())
            if (described := describe(domain, members))
        )
        for area in sorted(rooms, key=lambda area: (not area, area))
    )


type Describe = Callable[[str, list[HouseEntity]], str]


def _full_name(entity: HouseEntity) -> str:
    name, *aliases = entity.names
    return f"{name} (or {', '.join(aliases)})" if aliases else name


def with_aliases(domain: str, members: list[HouseEntity]) -> str:
    """Name every entity with its aliases."""
    return ", ".join(sorted(_full_name(entity) for entity in members))


def with_names(domain: str, members: list[HouseEntity]) -> str:
    """Name every entity by its first name."""
    return ", ".join(sorted(entity.names[0] for entity in members))


def with_sensors_counted(domain: str, members: list[HouseEntity]) -> str:
    """Name what can be switched, count what can only be read."""
    if domain in ("sensor", "binary_sensor"):
        return f"×{len(members)}"
    return with_names(domain, members)


def counted(domain: str, members: list[HouseEntity]) -> str:
    """Count every kind; names are found with the live-context tool."""
    return f"×{len(members)}"


DETAIL: Final[Mapping[str, Describe]] = {
    "aliases": with_aliases,
    "names": with_names,
    "sensors_counted": with_sensors_counted,
    "counted": counted,
}
"""Levels of detail, richest first: the first that fits the budget is used."""
