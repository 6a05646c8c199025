"""Recognition: from a prompt that nobody of ours wrote to the constraints in it."""

from adhere.constraints.recognition.conversation import recognise_conversation
from adhere.constraints.recognition.found import Candidate, Found, Origin, Recognition, Requirement, Scope
from adhere.constraints.recognition.recognise import RECOGNISERS, recognise
from adhere.constraints.recognition.records import to_record

__all__ = [
    "RECOGNISERS",
    "Candidate",
    "Found",
    "Origin",
    "Recognition",
    "Requirement",
    "Scope",
    "recognise",
    "recognise_conversation",
    "to_record",
]
