"""The engines by the names that settings give them."""

from __future__ import annotations

from pathlib import Path

from search_index.engine import EmbeddedEngine
from search_index.model import Capabilities, SearchEngine, Server

EMBEDDED = ("tantivy", "whoosh")
ENGINES = (*EMBEDDED, "opensearch")


def open_engine(name: str, folder: Path, server: Server | None = None) -> SearchEngine:
    """Return the engine ``name`` over an index in ``folder``, or on a server; none is opened yet.

    Raises:
        ValueError: there is no such engine, or it needs a server and none was named.
    """
    # Imported when asked for: a machine without wheels has no tantivy.
    if name == "tantivy":
        from search_index.tantivy_engine import Tantivy  # noqa: PLC0415

        return EmbeddedEngine(folder, Tantivy(), Capabilities(persistent=True, fast_at_size=True))
    if name == "whoosh":
        from search_index.whoosh_engine import Whoosh  # noqa: PLC0415

        return EmbeddedEngine(folder, Whoosh(), Capabilities(persistent=True, fast_at_size=False))
    if name == "opensearch" and server is not None:
        from search_index.opensearch_engine import OpenSearchEngine  # noqa: PLC0415

        return OpenSearchEngine(server)
    if name in ENGINES:
        raise ValueError(f"the search engine {name!r} needs the address of a server")
    raise ValueError(f"there is no search engine {name!r}; there are {', '.join(ENGINES)}")
