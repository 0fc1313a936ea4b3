"""The client of the OVHcloud API: every call gives an answer to use, or an error that says why.

Here: signing, clock, pace, retries, reading answers, lists (``lists``). Not here: which hosts there
are (``ovhcloud.endpoints``), the settings of a process (``ovhcloud.configuration``), and what calls
are for (the packages above).
"""
