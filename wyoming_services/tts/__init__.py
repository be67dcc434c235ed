"""Text to speech: Piper behind a service that turns text into words first, and stops when nobody listens."""
