"""What is known of each operation: how it is described, filled in and masked, and where from."""
