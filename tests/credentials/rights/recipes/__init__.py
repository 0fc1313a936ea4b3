"""Recipes allow the calls of their tools and no more."""
