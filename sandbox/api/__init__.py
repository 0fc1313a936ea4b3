"""The API side of the sandbox: from a request to its JSON answer and its entry in the record.

Here: the order of the steps, what fault switches do to an answer, objections to a call.
Not here: who may call (``gate``), what is answered (``routes``), lists and batches (``listing``).
"""
