"""A library that reads a Vietnamese directive: bytes in, tasks with their places out.

It knows no web framework, no database and no clock.
"""

from __future__ import annotations
