"""Looking through the cameras of the house."""
