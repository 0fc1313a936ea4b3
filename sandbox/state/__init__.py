"""What one sandbox holds while it runs: its world, clock, quirks, fault switches and call record.

Here: values and the objects that keep them, and how the world is saved to a file.
Not here: anything that knows of requests, routes or answers.
"""
