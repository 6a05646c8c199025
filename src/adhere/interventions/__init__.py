"""Interventions: changes to a model whose effect, side effects and cost are measured."""

from adhere.interventions.protocol import Change, Evidence, Flow, Intervention

__all__ = ["Change", "Evidence", "Flow", "Intervention"]
