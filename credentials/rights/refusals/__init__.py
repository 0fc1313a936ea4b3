"""Why a call was refused, from an error or a log: the call that ended the run, cause and cure.

What OVHcloud says is in ``core.api_error_table``; what tools say by themselves is in
``tool_errors``. Calls are found in a text by ``reading``.
"""
