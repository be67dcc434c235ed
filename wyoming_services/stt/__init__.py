"""Speech to text: Whisper that is done when Home Assistant asks."""
