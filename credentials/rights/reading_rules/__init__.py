"""Reading a text that people have: rule lists, links, code, shell lines, logs; nothing is guessed.

``read_rules`` says which piece of the text each rule came from and what was left. What a refusal
means is explained in ``refusals``; keys and secrets in a text are read by ``onboarding``.
"""
