"""A house under attack: everything exposed, a model that wants it open, and every way in."""
