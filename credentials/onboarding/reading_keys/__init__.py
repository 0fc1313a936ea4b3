"""Reading keys out of a text of any kind: names, values, containers, candidates.

Nothing here asks OVHcloud or the database. The way in is ``candidate_reader.read_candidates``.
"""
