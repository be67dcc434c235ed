"""What Kaizen knows about people, rooms and the house."""
