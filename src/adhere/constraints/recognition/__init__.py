"""Recognition: from a prompt that nobody of ours wrote to the constraints in it."""

from adhere.constraints.recognition.found import Candidate, Found, Origin, Recognition, Requirement, Scope
from adhere.constraints.recognition.recognise import RECOGNISERS, recognise

__all__ = ["RECOGNISERS", "Candidate", "Found", "Origin", "Recognition", "Requirement", "Scope", "recognise"]
