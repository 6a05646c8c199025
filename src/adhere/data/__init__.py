"""Training data: examples, and the formats that they come in."""

from adhere.data.examples import AnyExample, Example, Labelled, Pair, Stepwise
from adhere.data.formats import FORMATS
from adhere.data.reading import Dataset, read_examples

__all__ = ["FORMATS", "AnyExample", "Dataset", "Example", "Labelled", "Pair", "Stepwise", "read_examples"]
