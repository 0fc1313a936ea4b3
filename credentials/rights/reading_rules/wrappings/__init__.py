"""What mail, HTML, JSON, Markdown and terminals wrap around a text and break its lines with."""
