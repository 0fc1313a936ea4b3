"""A line of template, rendered with the console's tags at hand."""

from __future__ import annotations

from django.template import Context, Template


def render(source: str, **context: object) -> str:
    return Template("{% load console %}" + source).render(Context(context)).strip()
