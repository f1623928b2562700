"""The command line: ``tracker``; each group of commands is one noun."""

from __future__ import annotations

import click


@click.group()
def main() -> None:
    """Follow directives from their words to their verified results."""
