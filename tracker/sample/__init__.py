"""The sample province: Kiên Giang in the spring of 2025, to try the application with.

Everything after the registry and the accounts goes through the use cases, as people would do
it, each act at its own moment; only the passwords differ from one loading to the next.
"""

from __future__ import annotations

from tracker.sample.people import SampleAccount
from tracker.sample.story import SAMPLE_DAY, load

__all__ = ["SAMPLE_DAY", "SampleAccount", "load"]
