"""The command line: ``tracker``; each command lies in a module of its own.

A command's module is imported when the command is asked for, so that ``tracker parse`` does
not wait for the web application.
"""

from __future__ import annotations

from importlib import import_module

import click

COMMANDS = ("db", "figures", "parse", "remind", "sample", "search", "serve", "user", "worker")


class LazyGroup(click.Group):
    """A group whose commands are the functions of the same name in modules beside this one."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        """Return the names of all commands."""
        return [*super().list_commands(ctx), *COMMANDS]

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        """Return a command, imported now."""
        if cmd_name not in COMMANDS:
            return super().get_command(ctx, cmd_name)
        command: click.Command = getattr(import_module(f"tracker.cli.{cmd_name}"), cmd_name)
        return command


@click.group(cls=LazyGroup)
def main() -> None:
    """Follow directives from their words to their verified results."""
