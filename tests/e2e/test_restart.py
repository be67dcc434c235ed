"""A house is started again and goes on as before."""

import pytest

from .conftest import OWNER, House

from tests.harness import ask, onboard_or_log_in, wait_until_running
from tests.harness.kaizen import entries_of

pytestmark = pytest.mark.asyncio(loop_scope="module")

MOST_TOKENS_READ_AGAIN = 250


async def test_restart_and_clean_log(house: House) -> None:
    """The entry loads again, the model server reads little anew, and the log stays clean."""
    await house.model.answer("Before.", "Still before.", "After.")
    await ask(house.client, "Are you there?")
    await ask(house.client, "And now?")
    await house.process.stop()
    await house.process.start()
    await onboard_or_log_in(house.client, OWNER)
    await wait_until_running(house.client)

    (entry,) = await entries_of(house.client, "assistant")
    assert entry["state"] == "loaded"
    assert (await ask(house.client, "Are you back?")).answer == "After."
    asked = [chat for chat in await house.model.chats() if chat["answer"]]
    read_again = [chat["evaluated_tokens"] for chat in asked[1:]]
    assert max(read_again) <= MOST_TOKENS_READ_AGAIN

    records = house.process.log_records("WARNING", "ERROR", "CRITICAL")
    assert [r for r in records if r[0].startswith("custom_components.kaizen")] == []
    deprecations = [
        r for r in records if "kaizen" in r[1] and "has not been tested" not in r[1]
    ]
    assert deprecations == []
