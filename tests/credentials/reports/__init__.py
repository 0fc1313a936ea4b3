"""Reports as files, and the evidence pack: what they hold, and what a change to one looks like."""
