"""The OpenSearch server: how it is reached, which index of it is in force, its faults in our words.

An alias names the index in force. It is moved in one step, so that a rebuild is seen as a whole
or not at all, by every process on every machine.
"""

from __future__ import annotations

import logging
import time
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from typing import Any

from opensearchpy import OpenSearch
from opensearchpy.exceptions import NotFoundError, OpenSearchException
from opensearchpy.helpers import scan, streaming_bulk

from search_index.errors import (
    IndexBusyError,
    IndexDamagedError,
    IndexUnreachableError,
    SearchError,
)
from search_index.model import Server
from search_index.opensearch_fields import TEMPLATE

SECONDS_TO_ANSWER = 10
LEFT_ALONE_SECONDS = 5.0
SECONDS_TO_WRITE = 60
RECORDS_OF_A_REQUEST = 500
BYTES_OF_A_REQUEST = 10_000_000
# Half a second, then one, two, four …: a server that is full gets time to work its queue off.
TRIES_AFTER_REFUSAL = 6
_NO_RECORD_OF_OURS, _NOT_FOUND, _CONFLICT = 400, 404, 409

# What it would warn of is raised here, in words of our own.
logging.getLogger("opensearch").setLevel(logging.CRITICAL)

Body = Mapping[str, Any]


@contextmanager
def faults_named() -> Iterator[None]:
    """Raise the server's faults as ours: an index that is missing is damaged, else out of reach."""
    try:
        yield
    except NotFoundError as error:
        raise IndexDamagedError("the search server has no index; rebuild it") from error
    except OpenSearchException as error:
        said = f"{type(error).__name__} {getattr(error, 'status_code', '')}".strip()
        raise IndexUnreachableError(f"the search server does not serve ({said})") from error


class Cluster:
    """The indexes of one installation on a server, all of whose names begin alike."""

    def __init__(self, server: Server, made_by: str) -> None:
        self.name = server.index
        self.client = OpenSearch(
            hosts=[server.url],
            timeout=SECONDS_TO_ANSWER,
            max_retries=1,
            ca_certs=server.certificates or None,
        )
        self._made_by = made_by
        self._left_alone_until = 0.0

    @property
    def _every(self) -> str:
        return f"{self.name}-built-*"

    def current(self) -> str:
        """Return the name of the index in force.

        Raises:
            IndexDamagedError: there is none, or another version made it.
        """
        with faults_named():
            found = self.client.indices.get_mapping(index=self.name)
        ((name, content),) = found.items()
        made_by = content["mappings"].get("_meta", {}).get("made_by")
        if made_by != self._made_by:
            raise IndexDamagedError(f"the index was made by {made_by}; rebuild it")
        return str(name)

    def new(self) -> str:
        """Make an empty index beside the one in force."""
        with faults_named():
            mappings = {**TEMPLATE["mappings"], "_meta": {"made_by": self._made_by}}
            self.client.indices.put_index_template(
                name=self.name,
                body={
                    "index_patterns": [self._every],
                    "priority": 500,
                    "template": {**TEMPLATE, "mappings": mappings},
                },
            )
            numbers = [int(name.rpartition("-")[2]) for name in self._built()]
            name = f"{self.name}-built-{max(numbers, default=0) + 1:06}"
            self.client.indices.create(index=name)
        return name

    def switch(self, name: str) -> None:
        """Put an index in force; the one before it stays until the next switch."""
        with faults_named():
            built = self._built()
            before = [other for other, names in built.items() if self.name in names]
            away = [{"remove": {"index": other, "alias": self.name}} for other in before]
            here = {"add": {"index": name, "alias": self.name}}
            self.client.indices.update_aliases(body={"actions": [*away, here]})
            for other in built.keys() - {name, *before}:
                self.client.indices.delete(index=other)

    def forget(self) -> None:
        """Have no index in force."""
        with faults_named():
            for name, names in self._built().items():
                if self.name in names:
                    self.client.indices.delete_alias(index=name, name=self.name)

    def _built(self) -> dict[str, set[str]]:
        found = self.client.indices.get_alias(index=self._every)
        return {name: set(content["aliases"]) for name, content in found.items()}

    def refresh(self, name: str) -> None:
        """Let searches see what has been written."""
        with faults_named():
            self.client.indices.refresh(index=name)

    def document(self, key: str) -> Body:
        """Return what is kept under a key of the index in force, seen by searches or not."""
        with faults_named():
            found: Body = self.client.get(index=self.name, id=key)["_source"]
        return found

    def ask(self, *questions: Body) -> list[Any]:
        """Return the answers to several searches, asked at once."""
        if time.monotonic() < self._left_alone_until:
            raise IndexUnreachableError("the search server did not answer a moment ago")
        lines = [line for question in questions for line in ({"index": self.name}, question)]
        try:
            with faults_named():
                answers: list[Any] = self.client.msearch(body=lines)["responses"]
        except IndexUnreachableError:
            # Nobody else has to wait as long for nothing.
            self._left_alone_until = time.monotonic() + LEFT_ALONE_SECONDS
            raise
        for answer in answers:
            _check(answer)
        return answers

    def all(self, query: Body, fields: Sequence[str]) -> Iterator[Any]:
        """Give every hit of a query with these fields, in no order."""
        body = {"query": query, "_source": list(fields)}
        with faults_named():
            yield from scan(self.client, index=self.name, query=body, size=5000)

    def write(self, actions: Iterable[Body]) -> None:
        """Carry out actions in their order; again and slower where the server has no room.

        Raises:
            IndexBusyError: a later writer has written the same already.
        """
        with faults_named():
            for done, answer in streaming_bulk(
                self.client,
                actions,
                chunk_size=RECORDS_OF_A_REQUEST,
                max_chunk_bytes=BYTES_OF_A_REQUEST,
                raise_on_error=False,
                max_retries=TRIES_AFTER_REFUSAL,
                initial_backoff=0.5,  # type: ignore[arg-type]  # it only multiplies and sleeps
                max_backoff=30,
                yield_ok=False,
                request_timeout=SECONDS_TO_WRITE,
            ):
                if not done:
                    _check_write(*answer.popitem())


def _check(answer: Body) -> None:
    if answer.get("status") == _NOT_FOUND:
        raise IndexDamagedError("the search server has no index; rebuild it")
    # Half an answer would look like a whole one.
    if "error" in answer or answer["timed_out"] or answer["_shards"]["failed"]:
        raise IndexUnreachableError(
            f"the search server answers a question in part or not at all ({answer.get('status')})"
        )


def _check_write(act: str, answer: Body) -> None:
    status, key = answer["status"], answer["_id"]
    if act == "delete" and status == _NOT_FOUND:
        return
    if status == _CONFLICT:
        raise IndexBusyError(f"another process has written {key} since")
    if "index_not_found" in str(answer.get("error")):
        raise IndexDamagedError("the search server has no index; rebuild it")
    if status != _NO_RECORD_OF_OURS:
        raise IndexUnreachableError(f"the search server takes no records just now ({status})")
    raise SearchError(f"the search server refuses the record {key}")
