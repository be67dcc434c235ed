"""Pictures on their way to a model: from a media source to a file, from a file to base64."""

from collections.abc import AsyncGenerator, Iterable, Mapping, Sequence
from contextlib import asynccontextmanager
import mimetypes
from pathlib import Path
import tempfile
from typing import Any

from homeassistant.components import media_source
from homeassistant.components.conversation import Attachment
from homeassistant.core import HomeAssistant
from homeassistant.exceptions import HomeAssistantError, ServiceValidationError

from ..const import DOMAIN
from .prompt import encode_images


@asynccontextmanager
async def async_attachments(
    hass: HomeAssistant, chosen: Iterable[Mapping[str, Any]]
) -> AsyncGenerator[list[Attachment]]:
    """Provide what a media selector chose as files, for the time of the context.

    Raises:
        MediaSourceError: There is no such media.
        ServiceValidationError: The media is not an image, or not on this machine.
    """
    snapshots: list[Path] = []
    try:
        attachments = [await _attachment(hass, item, snapshots) for item in chosen]
        for attachment in attachments:
            if not is_image(attachment):
                raise ServiceValidationError(**_unsupported(attachment))
        yield attachments
    finally:
        if snapshots:
            await hass.async_add_executor_job(_unlink, snapshots)


async def async_read_images(
    hass: HomeAssistant, attachments: Sequence[Attachment] | None
) -> list[str]:
    """Return the attached images in base64, as Ollama's `images` field wants them.

    Raises:
        HomeAssistantError: An attachment is not an image or cannot be read.
    """
    if not attachments:
        return []
    for attachment in attachments:
        if not is_image(attachment):
            raise HomeAssistantError(**_unsupported(attachment))
    paths = [attachment.path for attachment in attachments]
    try:
        return await hass.async_add_executor_job(encode_images, paths)
    except OSError as err:
        raise HomeAssistantError(
            translation_domain=DOMAIN, translation_key="attachment_unreadable"
        ) from err


def is_image(attachment: Attachment) -> bool:
    """Whether a model with eyes could look at it."""
    return attachment.mime_type.startswith("image/")


async def _attachment(
    hass: HomeAssistant, item: Mapping[str, Any], snapshots: list[Path]
) -> Attachment:
    """Resolve one item; a camera's picture becomes a file noted in `snapshots`."""
    media_content_id = item["media_content_id"]
    if image := await media_source.async_get_media_image(hass, media_content_id):
        path = await hass.async_add_executor_job(_save, image, snapshots)
        return Attachment(
            media_content_id=media_content_id, mime_type=image.mime_type, path=path
        )
    media = await media_source.async_resolve_media(hass, media_content_id, None)
    if media.path is None:
        raise ServiceValidationError(
            translation_domain=DOMAIN,
            translation_key="attachment_not_local",
            translation_placeholders={"media": media_content_id},
        )
    return Attachment(
        media_content_id=media_content_id,
        mime_type=item.get("media_content_type") or media.mime_type,
        path=media.path,
    )


def _unsupported(attachment: Attachment) -> dict[str, Any]:
    return {
        "translation_domain": DOMAIN,
        "translation_key": "attachment_not_an_image",
        "translation_placeholders": {
            "media": attachment.media_content_id,
            "mime_type": attachment.mime_type,
        },
    }


def _save(image: media_source.MediaImage, snapshots: list[Path]) -> Path:
    suffix = mimetypes.guess_extension(image.mime_type, strict=False)
    with tempfile.NamedTemporaryFile(suffix=suffix, delete=False) as file:
        snapshots.append(path := Path(file.name))
        file.write(image.content)
    return path


def _unlink(paths: Iterable[Path]) -> None:
    for path in paths:
        path.unlink(missing_ok=True)
