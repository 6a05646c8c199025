"""What the local engine loads, what it refuses, and how it names what it loaded."""

from __future__ import annotations

import hashlib
import json
from typing import TYPE_CHECKING

import pytest
import torch
from transformers.models.gemma3.modeling_gemma3 import Gemma3RMSNorm
from transformers.models.gpt_oss import GptOssConfig

import tiny_models
from adhere.chat import Message
from adhere.chat.template import ChatTemplate
from adhere.errors import UsageError
from adhere.models import Request, Sampling
from adhere.models.local import LocalModel, weights
from adhere.models.local.compiled_modules import CompiledNorm
from adhere.models.local.fusion import PackedLinear, fuse

if TYPE_CHECKING:
    from pathlib import Path

CPU = torch.device("cpu")


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tiny_models.save(tmp_path_factory.mktemp("llama"))


def test_pickled_weights_are_refused(tmp_path: Path) -> None:
    tiny_models.save(tmp_path)
    (tmp_path / "model.safetensors").rename(tmp_path / "pytorch_model.bin")
    with pytest.raises(UsageError, match="pickled"):
        LocalModel(tmp_path, name="pickled")


def test_a_folder_without_weights_or_configuration_is_refused(tmp_path: Path, folder: Path) -> None:
    template = ChatTemplate("x", origin="a test", special_tokens={})
    with pytest.raises(UsageError, match=r"config\.json"):
        weights.load_weights(tmp_path, weights.precision("float32", CPU), CPU)
    (tmp_path / "config.json").write_text((folder / "config.json").read_text())
    with pytest.raises(UsageError, match="no weights"):
        weights.load_weights(tmp_path, weights.precision("float32", CPU), CPU)
    with pytest.raises(UsageError, match="tokenizer"):
        LocalModel(tmp_path, name="bare", template=template)


def test_damaged_weights_are_refused(tmp_path: Path) -> None:
    path = tiny_models.save(tmp_path) / "model.safetensors"
    path.write_bytes(path.read_bytes()[:200])
    with pytest.raises(UsageError, match="cannot load the model"):
        LocalModel(tmp_path, name="damaged")


def test_weights_of_another_shape_are_refused(tmp_path: Path) -> None:
    """Missing weights would be random ones, and nobody would notice."""
    tiny_models.save(tmp_path)
    config = json.loads((tmp_path / "config.json").read_text())
    (tmp_path / "config.json").write_text(json.dumps(config | {"num_hidden_layers": 5}))
    with pytest.raises(UsageError, match="weights"):
        LocalModel(tmp_path, name="incomplete")


def test_code_of_a_model_is_never_run(tmp_path: Path) -> None:
    tiny_models.save(tmp_path)
    config = json.loads((tmp_path / "config.json").read_text())
    config |= {"model_type": "own", "auto_map": {"AutoConfig": "own.Own", "AutoModelForCausalLM": "own.Own"}}
    (tmp_path / "config.json").write_text(json.dumps(config))
    (tmp_path / "own.py").write_text("raise SystemExit('ran')")
    with pytest.raises(UsageError, match="cannot load"):
        LocalModel(tmp_path, name="own")


def test_a_model_without_a_template_names_the_option(tmp_path: Path) -> None:
    with pytest.raises(UsageError) as caught:
        LocalModel(tiny_models.save(tmp_path, template=None), name="base")
    assert "--template" in (caught.value.hint or "")
    template = ChatTemplate("{{ messages[0].content }}", origin="a test", special_tokens={})
    model = LocalModel(tmp_path, name="base", template=template)
    (reply,) = model.generate([Request("a", (Message("user", "dog"),), Sampling(max_tokens=2))])
    assert reply.usage.prompt_tokens == len(tiny_models.tokenizer()("dog")["input_ids"])


def test_an_architecture_with_attention_sinks_is_refused(tmp_path: Path) -> None:
    shape = {key: value for key, value in tiny_models.SHAPE.items() if key != "head_dim"}
    config = GptOssConfig(**shape, head_dim=8, num_local_experts=2, num_experts_per_tok=1, sliding_window=16)
    tiny_models.network(config).save_pretrained(tmp_path)
    tiny_models.save_tokenizer(tmp_path)
    with pytest.raises(UsageError, match="attention sinks") as caught:
        LocalModel(tmp_path, name="sinks")
    assert "openai:" in (caught.value.hint or "")


def test_no_slots_are_refused(folder: Path) -> None:
    with pytest.raises(UsageError, match="slots"):
        LocalModel(folder, name="none", slots=0)


def test_identity_changes_with_weights_precision_and_template_alone(folder: Path, tmp_path: Path) -> None:
    plain = LocalModel(folder, name="a", dtype="float32")
    assert plain.identity == LocalModel(folder, name="b", dtype="float32", slots=2).identity
    assert plain.identity["weights"] == hashlib.sha256((folder / "model.safetensors").read_bytes()).hexdigest()
    assert plain.identity["dtype"] == "float32"
    assert LocalModel(folder, name="a", dtype="bfloat16").identity["dtype"].startswith("bfloat16")
    template = ChatTemplate("x", origin="a test", special_tokens={})
    assert LocalModel(folder, name="a", template=template).identity["template"] != plain.identity["template"]
    assert str(folder) not in str(plain.identity)
    assert (plain.name, plain.price) == ("a", None)


def test_the_hash_covers_every_shard(tmp_path: Path) -> None:
    (tmp_path / "a.safetensors").write_bytes(b"one")
    (tmp_path / "b.safetensors").write_bytes(b"two")
    whole = weights.weights_hash(tmp_path)
    (tmp_path / "b.safetensors").write_bytes(b"three")
    assert weights.weights_hash(tmp_path) != whole


@pytest.mark.parametrize(
    ("dtype", "native", "wanted"),
    [
        ("auto", False, "float32"),
        ("auto", True, "bfloat16"),
        ("float32", True, "float32"),
        ("bfloat16", True, "bfloat16"),
        ("bfloat16", False, "bfloat16 weights, float32 arithmetic"),
    ],
)
def test_precision_follows_the_hardware(
    monkeypatch: pytest.MonkeyPatch,
    dtype: weights.DType,
    native: bool,  # noqa: FBT001 - a value of the table
    wanted: str,
) -> None:
    monkeypatch.setattr(weights, "has_native_bfloat16", lambda device: native)
    assert str(weights.precision(dtype, CPU)) == wanted


def test_an_unknown_precision_is_refused() -> None:
    with pytest.raises(UsageError, match="float16"):
        weights.precision("float16", CPU)  # type: ignore[arg-type]


def test_a_large_weight_does_not_hide_how_a_norm_uses_the_small_ones() -> None:
    """Gemma multiplies by one plus the weight: beside a weight of 50, being wrong by one is 2 % of the largest."""
    config = tiny_models.CONFIGS["gemma3"]()
    norm = Gemma3RMSNorm(config.hidden_size).to(torch.bfloat16)
    with torch.no_grad():
        norm.weight.copy_(torch.linspace(0, 0.1, config.hidden_size))
        norm.weight[3] = 50.0
    holder = torch.nn.Sequential(norm)
    example = torch.randn(5, config.hidden_size, generator=torch.Generator().manual_seed(1)).to(torch.bfloat16)
    wanted = norm(example)
    assert fuse(holder) == 1
    torch.testing.assert_close(holder(example), wanted, rtol=2e-2, atol=1e-3)


def test_a_module_that_computes_otherwise_once_fused_is_noticed(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def break_norms(model: torch.nn.Module) -> int:
        for module in model.modules():
            if type(module).__name__.endswith("RMSNorm"):
                module.weight.data += 1
        return 1

    monkeypatch.setattr("adhere.models.local.network.fuse", break_norms)
    with pytest.raises(UsageError, match="differ"):
        LocalModel(folder, name="broken")


def test_bfloat16_arithmetic_loads_and_writes(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Loading compares the logits with those of transformers."""
    monkeypatch.setattr(weights, "has_native_bfloat16", lambda device: True)
    model = LocalModel(folder, name="native", dtype="bfloat16")
    assert model.identity["dtype"] == "bfloat16"
    (reply,) = model.generate([Request("a", (Message("user", "dog"),), Sampling(max_tokens=4))])
    assert reply.tokens


def test_modules_are_replaced_only_by_forms_that_compute_the_same() -> None:
    class OddRMSNorm(torch.nn.Module):
        def __init__(self) -> None:
            super().__init__()
            self.weight = torch.nn.Parameter(torch.full((8,), 2.0))
            self.eps = 1e-6

        def forward(self, x: torch.Tensor) -> torch.Tensor:
            return x * torch.rsqrt(x.pow(2).mean(-1, keepdim=True) + self.eps) * self.weight * 1.01

    model = torch.nn.ModuleDict({"odd": OddRMSNorm(), "wide": torch.nn.Linear(8, 32), "square": torch.nn.Linear(8, 8)})
    assert fuse(model) == 2
    assert isinstance(model["odd"], OddRMSNorm)
    assert isinstance(model["wide"], PackedLinear)
    assert isinstance(model["square"], PackedLinear)


@pytest.mark.parametrize("row", [0, 31])
def test_a_packed_layer_that_gives_another_sum_is_not_taken(monkeypatch: pytest.MonkeyPatch, row: int) -> None:
    def break_row(self: PackedLinear, x: torch.Tensor) -> torch.Tensor:
        out = honest(self, x)
        out[..., row] += 1e-3
        return out

    honest = PackedLinear.forward
    monkeypatch.setattr(PackedLinear, "forward", break_row)
    model = torch.nn.ModuleDict({"layer": torch.nn.Linear(8, 32)})
    assert fuse(model) == 0
    assert type(model["layer"]) is torch.nn.Linear


@pytest.mark.parametrize("dtype", [torch.float32, torch.bfloat16])
@pytest.mark.parametrize(("inputs", "outputs"), [(8, 32), (8, 8), (32, 8), (64, 4_096)])
def test_layers_of_every_shape_are_packed_and_compute_the_same(dtype: torch.dtype, inputs: int, outputs: int) -> None:
    if dtype == torch.bfloat16 and not weights.has_native_bfloat16(torch.device("cpu")):
        pytest.skip("no bfloat16 instructions")
    layer = torch.nn.Linear(inputs, outputs).to(dtype)
    model = torch.nn.ModuleDict({"layer": layer})
    assert fuse(model) == 1
    x = torch.randn(5, inputs, generator=torch.Generator().manual_seed(0)).to(dtype)
    torch.testing.assert_close(model["layer"](x), layer(x), rtol=1e-2, atol=1e-3)


@pytest.mark.parametrize("kind", ["llama", "gemma3"])
def test_every_norm_of_both_formulas_is_fused(kind: str) -> None:
    model = tiny_models.network(tiny_models.CONFIGS[kind]())
    before = [m for m in model.modules() if type(m).__name__.endswith("RMSNorm")]
    fuse(model)
    after = [m for m in model.modules() if isinstance(m, CompiledNorm)]
    assert len(before) == len(after) > 0


def test_loading_says_nothing(folder: Path, capfd: pytest.CaptureFixture[str]) -> None:
    LocalModel(folder, name="quiet")
    assert capfd.readouterr() == ("", "")
