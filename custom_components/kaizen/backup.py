"""Door: what Home Assistant's backups wait for."""

from .memory.backup import async_post_backup, async_pre_backup

__all__ = ["async_post_backup", "async_pre_backup"]
