"""Named rule sets for real tools, each with its source (api 9): one file a field.

Here: the rules of a tool and what people read of them. Not here: rules that a team saves, which are
``teams.profiles``. ``recipe_lists`` has every recipe by its slug.
"""
