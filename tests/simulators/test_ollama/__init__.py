"""The simulator is held against the field's own client, raw bytes and what the real server is known to do."""
