"""Tables and the list of the kinds of entries."""
