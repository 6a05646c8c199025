"""Measurements against peers: each `python -m benchmarks.NAME` prints one JSON object as its last line."""
