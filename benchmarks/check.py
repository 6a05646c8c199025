"""The speed and memory of checking: against the published checkers, over the whole catalogue, over many replies.

``python -m benchmarks.check`` prints what it measures on stderr and one JSON object as the last line of stdout.
``--million`` adds a stream of 1,000,000 replies. All times are those of one core. Linux only.

- ``ratio``: our verdicts per second over those of the published checkers, on IFEval's 25 types (``against_published``).
- ``ten_constraints_milliseconds``: a fresh reply of 200 words parsed and judged by constraints of ten types drawn from
  the whole catalogue; ``check_microseconds``: each type on a parsed reply (``catalogue``).
- ``recognition_milliseconds``: the constraints of one prompt of IFEval recognised (``recognition``).
- ``growth``, ``peak_rss_mib``, ``replies_per_cpu_second``: ``adhere check`` over 1,000 replies and more (``streams``).
"""

from __future__ import annotations

import argparse
import json
import logging

from benchmarks.against_published import measure_ratio
from benchmarks.catalogue import measure_catalogue
from benchmarks.recognition import read_cases, time_prompts
from benchmarks.replies import REAL_DATA, say
from benchmarks.streams import measure_streams

COUNTS = (1_000, 10_000, 100_000)


def main() -> None:
    """Measure, and print the figures."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.check")
    parser.add_argument("--replies", type=int, default=12, help="replies a round")
    parser.add_argument("--rounds", type=int, default=5)
    parser.add_argument("--million", action="store_true", help="also stream 1,000,000 replies")
    options = parser.parse_args()
    if not REAL_DATA.is_dir():
        parser.error(f"the real replies are not in {REAL_DATA}: set ADHERE_REAL_DATA")
    logging.getLogger().setLevel(logging.CRITICAL)  # the published code logs each text that it cannot tell
    result = {"benchmark": "check"} | measure_ratio(options.replies, options.rounds) | measure_catalogue()
    result["recognition_milliseconds"] = time_prompts(list(read_cases()))
    say("recognition of one prompt: median {median} ms, p95 {p95} ms".format(**result["recognition_milliseconds"]))
    result |= measure_streams((*COUNTS, 1_000_000) if options.million else COUNTS)
    print(json.dumps(result))


if __name__ == "__main__":
    main()
