"""The rights builder: buttons, effect, suggestions, search."""
