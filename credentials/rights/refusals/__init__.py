"""Why a call was refused, from an error or a log: the call that ended the run, cause and cure.

What OVHcloud says is in ``core.api_error_table``, and as people translate it in
``translated_errors``; what tools say by themselves is in ``tool_errors``, of the values they were
given in ``value_errors``, of tokens in ``token_errors``, of accounts and services in
``state_errors``, of files, networks and proxies in ``machine_errors``, by the exceptions of SDKs in
``sdk_errors``, of DynHost's protocol in ``dynhost_errors``. Hidden names are found by
``masked_names``, paths cut short by ``cut_paths``, the zone that a tool looked for by
``zone_probes``. Tables and the order of lines are put right by ``log_tables`` and ``log_order``,
who wrote a line is told by ``line_tags``, what other services refused by ``other_hosts``. A status
is found by ``status_reading``, words in its place by ``answer_words``; what a status means that
OVHcloud's table does not have, in ``statuses``. Calls are found in a text by ``reading_rules``,
their methods where none is written in ``doings``, those that no rule has in ``other_methods``,
calls that a tool tells of in words in ``spoken_calls``; the rules that a text names as the key's
are told from calls in ``stated_rules``. The call that ended the run is chosen in ``endings``, by
``summaries`` too, after ``answered_calls`` took refusals away from answered calls; of two refusals
told of it the last is chosen in ``last_refusal``.
"""
