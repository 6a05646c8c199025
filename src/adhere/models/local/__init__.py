"""The local engine: a causal language model in this process, through transformers' modules."""

from adhere.models.local.model import LocalModel

__all__ = ["LocalModel"]
