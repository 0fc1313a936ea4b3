"""Which methods and paths belong together, and what may stand between the two."""
