"""Checking at scale: any number of replies in files, on worker processes or on Ray, resumable, nothing lost."""

from adhere.evals.bulk.checker import ChunkResult, Settings
from adhere.evals.bulk.estimate import Estimate, estimate
from adhere.evals.bulk.inputs import Inputs, find_inputs
from adhere.evals.bulk.job import Engine, Job, JobReport
from adhere.evals.bulk.output import Done, Output, ResumableFiles

__all__ = [
    "ChunkResult",
    "Done",
    "Engine",
    "Estimate",
    "Inputs",
    "Job",
    "JobReport",
    "Output",
    "ResumableFiles",
    "Settings",
    "estimate",
    "find_inputs",
]
