"""Looking through the cameras of the house, for people who ask what is there."""
