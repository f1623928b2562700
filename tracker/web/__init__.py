"""The web edge: each module is one blueprint; views only translate."""

from __future__ import annotations

from flask import Flask

from tracker.web import accounts, addresses, errors, filters, home


def register(app: Flask) -> None:
    """Add every page to ``app``."""
    for module in (accounts, home):
        app.register_blueprint(module.bp)
    addresses.register(app)
    filters.register(app)
    errors.register(app)
