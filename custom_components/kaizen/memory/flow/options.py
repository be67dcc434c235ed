"""What the owner decides about memory, and what waits for a yes."""

from typing import Any, Final

from homeassistant.auth.models import User
from homeassistant.components.websocket_api import current_connection
from homeassistant.config_entries import ConfigFlowResult, OptionsFlowWithReload
from homeassistant.core import Context
from homeassistant.helpers.http import current_request
from homeassistant.helpers.selector import (
    BooleanSelector,
    NumberSelector,
    NumberSelectorConfig,
    NumberSelectorMode,
    SelectOptionDict,
    SelectSelector,
    SelectSelectorConfig,
    SelectSelectorMode,
    TextSelector,
    TextSelectorConfig,
    TextSelectorType,
)
import probatio
from yarl import URL

from ..desk import async_judge, async_pending
from ..embedding import DEFAULT_MODEL
from ..refusals import MemoryRefusedError
from ..runtime import async_get
from ..settings import (
    CONF_CHROMA_HEADERS,
    CONF_CHROMA_URL,
    CONF_CONSENTING,
    CONF_EMBEDDING,
    CONF_EMBEDDING_MODEL,
    CONF_INDEX,
    CONF_LEARNING,
    CONF_LEARNING_MODEL,
    CONF_TRASH_DAYS,
    DEFAULT_LEARNING_MODEL,
    DEFAULT_TRASH_DAYS,
    MAX_TRASH_DAYS,
    MIN_TRASH_DAYS,
    EmbeddingKind,
    IndexKind,
    read_headers,
)
from ..who import Who, async_who, scopes_seen

CONF_KEEP: Final = "keep"
CONF_DROP: Final = "drop"
_SHOWN: Final = 100
_LABEL_MOST: Final = 120


def _choice(translation_key: str, options: list[str]) -> SelectSelector:
    return SelectSelector(
        SelectSelectorConfig(
            options=options,
            mode=SelectSelectorMode.LIST,
            translation_key=translation_key,
        )
    )


_FINDING: Final = probatio.Schema(
    {
        probatio.Required(CONF_EMBEDDING, default=EmbeddingKind.AUTO): _choice(
            "memory_embedding", [kind.value for kind in EmbeddingKind]
        ),
        probatio.Required(CONF_EMBEDDING_MODEL, default=DEFAULT_MODEL): TextSelector(),
        probatio.Required(CONF_INDEX, default=IndexKind.AUTO): _choice(
            "memory_index", [kind.value for kind in IndexKind]
        ),
        probatio.Optional(CONF_CHROMA_URL): TextSelector(
            TextSelectorConfig(type=TextSelectorType.URL)
        ),
        probatio.Optional(CONF_CHROMA_HEADERS): TextSelector(
            TextSelectorConfig(multiline=True)
        ),
    }
)
_KEEPING: Final = probatio.Schema(
    {
        probatio.Required(CONF_TRASH_DAYS, default=DEFAULT_TRASH_DAYS): NumberSelector(
            NumberSelectorConfig(
                min=MIN_TRASH_DAYS,
                max=MAX_TRASH_DAYS,
                step=1,
                mode=NumberSelectorMode.BOX,
                unit_of_measurement="d",
            )
        ),
    }
)


class MemoryOptionsFlow(OptionsFlowWithReload):
    """Changes the memory's settings; the memory is then opened anew."""

    async def async_step_init(
        self, user_input: dict[str, Any] | None = None
    ) -> ConfigFlowResult:
        """Begin with a page of the memory's own."""
        return await self.async_step_memory()

    async def async_step_memory(
        self, user_input: dict[str, Any] | None = None
    ) -> ConfigFlowResult:
        """Ask what to change."""
        return self.async_show_menu(
            step_id="memory",
            menu_options=[
                "memory_learning",
                "memory_finding",
                "memory_keeping",
                "memory_review",
            ],
        )

    async def async_step_memory_learning(
        self, user_input: dict[str, Any] | None = None
    ) -> ConfigFlowResult:
        """Ask who may be learned from, and with which model."""
        if user_input is not None:
            return self._save(user_input)
        people = [
            SelectOptionDict(value=user.id, label=user.name or user.id)
            for user in await self.hass.auth.async_get_users()
            if user.is_active and not user.system_generated
        ]
        schema = probatio.Schema(
            {
                probatio.Required(CONF_LEARNING, default=True): BooleanSelector(),
                probatio.Optional(CONF_CONSENTING, default=list): SelectSelector(
                    SelectSelectorConfig(options=people, multiple=True)
                ),
                probatio.Required(
                    CONF_LEARNING_MODEL, default=DEFAULT_LEARNING_MODEL
                ): TextSelector(),
            }
        )
        return self._show("memory_learning", schema)

    async def async_step_memory_finding(
        self, user_input: dict[str, Any] | None = None
    ) -> ConfigFlowResult:
        """Ask what makes vectors and where they are searched."""
        errors: dict[str, str] = {}
        if user_input is not None:
            errors = _errors(user_input)
            if not errors:
                # What a form leaves empty is not in its answer.
                empty = {CONF_CHROMA_URL: "", CONF_CHROMA_HEADERS: ""}
                return self._save({**empty, **user_input})
        return self._show("memory_finding", _FINDING, user_input, errors)

    async def async_step_memory_keeping(
        self, user_input: dict[str, Any] | None = None
    ) -> ConfigFlowResult:
        """Ask how long the trash keeps."""
        if user_input is not None:
            return self._save(user_input)
        return self._show("memory_keeping", _KEEPING)

    async def async_step_memory_review(
        self, user_input: dict[str, Any] | None = None
    ) -> ConfigFlowResult:
        """Show what waits for this person's yes."""
        runtime = async_get(self.hass)
        if runtime is None:
            return self.async_abort(reason="memory_not_loaded")
        who = await self._async_who()
        scopes = scopes_seen(self.hass, who) if who else ()
        errors: dict[str, str] = {}
        if who and user_input is not None:
            try:
                keep, drop = (user_input.get(k, []) for k in (CONF_KEEP, CONF_DROP))
                await async_judge(runtime, who, scopes, keep, drop)
            except MemoryRefusedError:
                errors["base"] = "memory_not_judged"
            else:
                return self.async_abort(reason="memory_judged")
        waiting = await async_pending(runtime, scopes, _SHOWN)
        if not waiting:
            return self.async_abort(reason="memory_nothing_waits")
        options = [
            SelectOptionDict(value=memory.id, label=memory.text[:_LABEL_MOST])
            for memory in waiting
        ]
        which = SelectSelector(
            SelectSelectorConfig(
                options=options, multiple=True, mode=SelectSelectorMode.LIST
            )
        )
        schema = probatio.Schema(
            {
                probatio.Optional(CONF_KEEP, default=list): which,
                probatio.Optional(CONF_DROP, default=list): which,
            }
        )
        return self.async_show_form(
            step_id="memory_review", data_schema=schema, errors=errors
        )

    async def _async_who(self) -> Who | None:
        """Return who looks at this page."""
        connection, request = current_connection.get(), current_request.get()
        user: User | None = connection.user if connection else None
        if user is None and request is not None:
            user = request.get("hass_user")
        if user is None:
            return None
        return await async_who(self.hass, Context(user_id=user.id))

    def _show(
        self,
        step_id: str,
        schema: probatio.Schema,
        user_input: dict[str, Any] | None = None,
        errors: dict[str, str] | None = None,
    ) -> ConfigFlowResult:
        shown = user_input or self.config_entry.options
        return self.async_show_form(
            step_id=step_id,
            data_schema=self.add_suggested_values_to_schema(schema, shown),
            errors=errors,
        )

    def _save(self, changes: dict[str, Any]) -> ConfigFlowResult:
        return self.async_create_entry(data={**self.config_entry.options, **changes})


def _errors(user_input: dict[str, Any]) -> dict[str, str]:
    errors: dict[str, str] = {}
    url = user_input.get(CONF_CHROMA_URL, "")
    if url and not _is_address(url):
        errors[CONF_CHROMA_URL] = "internal_url_invalid"
    if user_input[CONF_INDEX] == IndexKind.CHROMA_HTTP and not url:
        errors[CONF_CHROMA_URL] = "memory_chroma_url"
    try:
        read_headers(user_input.get(CONF_CHROMA_HEADERS, ""))
    except ValueError:
        errors[CONF_CHROMA_HEADERS] = "memory_chroma_headers"
    return errors


def _is_address(text: str) -> bool:
    try:
        url = URL(text)
    except ValueError:
        return False
    return url.scheme in ("http", "https") and bool(url.host)
