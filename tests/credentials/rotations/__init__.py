"""Rotations: their steps, their evidence, and what people say of them."""
