"""Property tests draw the same examples in every run, so that a red run can be repeated and a green one stays green."""

from __future__ import annotations

from hypothesis import settings

settings.register_profile("repeatable", derandomize=True)
settings.load_profile("repeatable")
