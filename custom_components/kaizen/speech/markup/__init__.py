"""Stages 1 to 4: what is written for machines and eyes is taken out."""
