"""Models: what answers requests."""

from adhere.models.load import load_model
from adhere.models.protocol import Completion, Model, Price, Request, Sampling, StopReason, Usage

__all__ = ["Completion", "Model", "Price", "Request", "Sampling", "StopReason", "Usage", "load_model"]
