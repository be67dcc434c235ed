"""How a wish is proven: a PIN, a phone or a yes, and never twice with the same proof."""
