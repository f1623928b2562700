"""The application: directives, their tasks, who owes what, and what became of it."""
