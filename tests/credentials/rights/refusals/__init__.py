"""Errors and logs of tools are explained: the call, the cause, the cure."""
