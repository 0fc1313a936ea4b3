"""The console: a file a page family, and what holds for every page."""
