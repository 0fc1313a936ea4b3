"""The sandbox answers as OVHcloud is known to."""
