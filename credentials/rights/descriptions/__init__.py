"""What each operation takes and answers: parameters, body fields, types, sensitive fields.

Facts about OVHcloud's public API, bundled with Keydesk and read by section when first asked for.
Which operations there are is for ``catalogue`` to say: one that the facts do not know is described
by its path alone.
"""
