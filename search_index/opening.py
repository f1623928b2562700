"""The engines by the names that settings give them."""

from __future__ import annotations

from pathlib import Path

from search_index.engine import EmbeddedEngine
from search_index.model import Capabilities, SearchEngine

ENGINES = ("tantivy", "whoosh")


def open_engine(name: str, folder: Path) -> SearchEngine:
    """Return the engine ``name`` over an index in ``folder``; nothing is opened yet.

    Raises:
        ValueError: there is no such engine.
    """
    # Imported when asked for: a machine without wheels has no tantivy.
    if name == "tantivy":
        from search_index.tantivy_engine import Tantivy  # noqa: PLC0415

        return EmbeddedEngine(folder, Tantivy(), Capabilities(persistent=True, fast_at_size=True))
    if name == "whoosh":
        from search_index.whoosh_engine import Whoosh  # noqa: PLC0415

        return EmbeddedEngine(folder, Whoosh(), Capabilities(persistent=True, fast_at_size=False))
    raise ValueError(f"there is no search engine {name!r}; there are {', '.join(ENGINES)}")
