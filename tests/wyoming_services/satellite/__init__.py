"""Tests of the satellite: audio files are its microphone and its loudspeaker."""
