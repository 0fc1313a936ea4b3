"""What mail, HTML, JSON, Markdown and terminals put around a text, and where they break its lines.

``plain_text`` takes it off and keeps every place; nothing here knows what a rule is.
"""
