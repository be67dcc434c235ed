"""A microphone and a loudspeaker anywhere in the house, which Home Assistant's Wyoming integration adopts."""
