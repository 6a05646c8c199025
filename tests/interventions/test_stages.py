"""Progress over several runs."""

from __future__ import annotations

from adhere.evals.progress import ProgressUpdate
from adhere.interventions.stages import Stage, StagedProgress


class Watch:
    def __init__(self) -> None:
        self.now = 0.0
        self.seen: list[ProgressUpdate] = []
        stages = (Stage("baseline", 10), Stage("best-of-n", 10, calls=4))
        self.progress = StagedProgress(stages, self.seen.append, clock=lambda: self.now)

    def show(self, stage: int, done: int, now: float) -> ProgressUpdate:
        self.now = now
        self.progress.of(stage)(ProgressUpdate(done, 10, None, "whatever"))
        return self.seen[-1]


def test_tasks_and_time_are_those_of_all_runs() -> None:
    watch = Watch()
    show = watch.progress.of(0)
    for done in range(6):
        watch.now = 2.0 * done
        show(ProgressUpdate(done, 10, None, "whatever"))
    # Five calls took ten seconds; five of this run and forty of the next remain.
    assert watch.seen[-1] == ProgressUpdate(5, 20, 90.0, "baseline")


def test_tasks_of_earlier_sessions_count_as_done_but_not_as_speed() -> None:
    watch = Watch()
    assert watch.show(0, 10, now=0.0) == ProgressUpdate(10, 20, None, "baseline")
    show = watch.progress.of(1)
    show(ProgressUpdate(4, 10, None, ""))
    watch.now = 8.0
    show(ProgressUpdate(5, 10, None, ""))
    # One task of four calls took eight seconds; five such tasks remain.
    assert watch.seen[-1] == ProgressUpdate(15, 20, 40.0, "best-of-n")
