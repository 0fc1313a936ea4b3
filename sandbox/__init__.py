"""A local OVHcloud for the demo, tests and benchmarks: the protocol of its API over real HTTP.

``sandbox.server.start(world)`` serves a world on loopback, ``sandbox.app.Sandbox(world)`` answers
requests without a socket. Here: what OVHcloud does. Not here: what Keydesk does with it.
"""
