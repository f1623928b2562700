"""A library that finds Vietnamese records: records in, ranked hits out.

It knows no web framework, no database, no documents and no clock.
"""

from __future__ import annotations
