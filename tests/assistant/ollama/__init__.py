"""Tests of the Ollama client."""
