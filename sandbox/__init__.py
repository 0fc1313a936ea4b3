"""A local OVHcloud: speaks the real protocol, over real HTTP, to any real client.

For the demo, tests and benchmarks. ``sandbox.server.start(world)`` serves a world on loopback;
``sandbox.app.Sandbox(world).handle(request)`` is the same thing without a socket.
"""
