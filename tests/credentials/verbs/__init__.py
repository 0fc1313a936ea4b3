"""The table of every verb, and the scene it is tried on."""
