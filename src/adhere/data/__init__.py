"""Training data: examples, and the formats that they come in."""

from adhere.data.examples import Example, Labelled, Pair
from adhere.data.formats import FORMATS
from adhere.data.reading import Dataset, read_examples

__all__ = ["FORMATS", "Dataset", "Example", "Labelled", "Pair", "read_examples"]
