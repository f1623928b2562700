"""Addresses of this application: the present page's with a changed query, and safe returns."""

from __future__ import annotations

import re
from urllib.parse import quote, urlencode, urlsplit

from flask import Flask, current_app, request
from werkzeug.datastructures import MultiDict
from werkzeug.exceptions import HTTPException
from werkzeug.routing import RequestRedirect

# One slash and then no second one: "//evil.example", "/\evil.example" and "https:evil.example"
# all leave the site in some browser.
_LOCAL = re.compile(r"/(?![/\\])[^\x00-\x20\x7f-\x9f\\]*")


def register(app: Flask) -> None:
    """Give ``app``'s templates :func:`here`."""
    app.add_template_global(here)


def here(**changes: object) -> str:
    """Return the address of this very page with some query values changed; ``None`` drops one."""
    query = MultiDict(request.args)
    for name, value in changes.items():
        query.poplist(name)
        if value is not None:
            query[name] = str(value)
    path = quote(request.script_root + request.path)
    return f"{path}?{urlencode(list(query.items(multi=True)))}" if query else path


def own_page(address: str, otherwise: str) -> str:
    """Return ``address`` when it is a page of this application to go to, else ``otherwise``."""
    if not _LOCAL.fullmatch(address):
        return otherwise
    adapter = current_app.create_url_adapter(request)
    assert adapter is not None, "a request always has an adapter"  # noqa: S101
    try:
        adapter.match(urlsplit(address).path, method="GET")
    except RequestRedirect:
        return address
    except HTTPException:
        return otherwise
    return address
