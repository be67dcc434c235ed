"""The exposed entities as the model reads them: by room and kind, names only.

States are left out on purpose: they change all the time, and every change
would make the model server read the whole prompt anew.
"""

from collections import Counter, defaultdict
from collections.abc import Callable, Collection, Iterator, Sequence
from dataclasses import dataclass
from typing import Final

_READ_ONLY: Final = frozenset({"sensor", "binary_sensor"})
_NO_AREA: Final = "No area"


@dataclass(frozen=True, slots=True, kw_only=True)
class HouseEntity:
    """One exposed entity; `area` is empty when it has none."""

    domain: str
    names: tuple[str, ...]
    area: str = ""


@dataclass(frozen=True, slots=True)
class HouseList:
    """The house as text."""

    detail: str
    text: str
    counts: bool = False
    """Whether names are missing that only the live-context tool tells."""


def house_lists(entities: Sequence[HouseEntity]) -> Iterator[HouseList]:
    """Yield the list with less and less detail, the richest first.

    What can be switched is named longest; of that, the kinds with the fewest members.
    """
    yield HouseList("aliases", _by_area(entities, _full_name))
    yield HouseList("names", _by_area(entities, _first_name))
    sizes = Counter(entity.domain for entity in entities)
    counted = _READ_ONLY & sizes.keys()
    if counted:
        yield _partly_counted("sensors_counted", entities, counted)
    named = sizes.keys() - counted
    for domain in sorted(named, key=lambda domain: (-sizes[domain], domain)):
        counted |= {domain}
        detail = "counted" if counted == sizes.keys() else "partly_counted"
        yield _partly_counted(detail, entities, counted)
    yield HouseList("totals", _totals(entities, sizes), counts=True)


def _partly_counted(
    detail: str, entities: Sequence[HouseEntity], counted: Collection[str]
) -> HouseList:
    text = _by_area(entities, _first_name, counted)
    return HouseList(detail, text, counts=True)


def _by_area(
    entities: Sequence[HouseEntity],
    tell: Callable[[HouseEntity], str],
    counted: Collection[str] = (),
) -> str:
    """Return one line an area, sorted, what has no area last."""
    rooms: defaultdict[str, defaultdict[str, list[HouseEntity]]] = defaultdict(
        lambda: defaultdict(list)
    )
    for entity in entities:
        rooms[entity.area][entity.domain].append(entity)

    def members(domain: str, all_of_it: list[HouseEntity]) -> str:
        if domain in counted:
            return f"{domain} ×{len(all_of_it)}"
        return f"{domain} {', '.join(sorted(map(tell, all_of_it)))}"

    return "\n".join(
        f"{area or _NO_AREA}: "
        + "; ".join(members(*kind) for kind in sorted(rooms[area].items()))
        for area in sorted(rooms, key=lambda area: (not area, area))
    )


def _totals(entities: Sequence[HouseEntity], sizes: Counter[str]) -> str:
    areas = sorted({entity.area for entity in entities if entity.area})
    kinds = "; ".join(f"{domain} ×{sizes[domain]}" for domain in sorted(sizes))
    return f"{', '.join(areas) or _NO_AREA}: {kinds}"


def _first_name(entity: HouseEntity) -> str:
    return entity.names[0]


def _full_name(entity: HouseEntity) -> str:
    name, *aliases = entity.names
    return f"{name} (or {', '.join(aliases)})" if aliases else name
