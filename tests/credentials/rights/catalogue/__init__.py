"""What rules reach of the catalogue of operations, and what follows from it."""
