"""Interventions: changes to a model whose effect, side effects and cost are measured."""

from adhere.interventions.best_of_n import BestOfN
from adhere.interventions.improvement import Experiment, improve
from adhere.interventions.in_context import InContextExamples
from adhere.interventions.outcome import Improvement
from adhere.interventions.protocol import Change, Evidence, Flow, Intervention, NotApplicableError
from adhere.interventions.system_prompt import SystemPrompt

__all__ = [
    "BestOfN",
    "Change",
    "Evidence",
    "Experiment",
    "Flow",
    "Improvement",
    "InContextExamples",
    "Intervention",
    "NotApplicableError",
    "SystemPrompt",
    "improve",
]
