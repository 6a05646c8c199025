from __future__ import annotations

import json
from typing import TYPE_CHECKING

import numpy as np
import pytest
import torch
from gguf import GGUFWriter
from safetensors.torch import load_file
from tokenizers import pre_tokenizers
from transformers import AutoModelForCausalLM, AutoTokenizer

from adhere.chat import Message
from adhere.chat.template import ChatTemplate
from adhere.errors import UpstreamError
from adhere.models.convert import convert_gguf
from adhere.models.home import home
from adhere.models.known import KNOWN_MODELS
from adhere.models.record import damaged_files, is_complete

if TYPE_CHECKING:
    from pathlib import Path

SPECIAL = ["<|endoftext|>", "<|im_start|>", "<|im_end|>"]
TOKENS = [*SPECIAL, *sorted(pre_tokenizers.ByteLevel.alphabet()), "ab", "ĠĠ"]
WIDTH, HEADS, INNER = 32, 2, 48


def write_gguf(path: Path) -> dict[str, np.ndarray]:
    """Write a Llama of one layer with random weights and return them by their GGUF names."""
    writer = GGUFWriter(path, "llama")
    writer.add_context_length(64)
    writer.add_embedding_length(WIDTH)
    writer.add_block_count(1)
    writer.add_feed_forward_length(INNER)
    writer.add_head_count(HEADS)
    writer.add_head_count_kv(HEADS)
    writer.add_layer_norm_rms_eps(1e-5)
    writer.add_rope_freq_base(10_000.0)
    writer.add_vocab_size(len(TOKENS))
    writer.add_tokenizer_model("gpt2")
    writer.add_tokenizer_pre("smollm")
    writer.add_token_list(TOKENS)
    writer.add_token_types([3] * len(SPECIAL) + [1] * (len(TOKENS) - len(SPECIAL)))
    writer.add_token_merges(["a b", "Ġ Ġ"])
    for kind, add in (("bos", writer.add_bos_token_id), ("eos", writer.add_eos_token_id)):
        add({"bos": 1, "eos": 0}[kind])
    writer.add_chat_template("{% for m in messages %}<|im_start|>{{ m.content }}<|im_end|>{% endfor %}")
    rng = np.random.default_rng(0)
    square, wide = (WIDTH, WIDTH), (INNER, WIDTH)
    shapes: dict[str, tuple[int, ...]] = {
        "token_embd": (len(TOKENS), WIDTH),
        "output_norm": (WIDTH,),
        **{f"blk.0.attn_{name}": square for name in ("q", "k", "v", "output")},
        **{f"blk.0.{name}_norm": (WIDTH,) for name in ("attn", "ffn")},
        "blk.0.ffn_gate": wide,
        "blk.0.ffn_up": wide,
        "blk.0.ffn_down": (WIDTH, INNER),
    }
    weights = {f"{name}.weight": rng.standard_normal(shape).astype(np.float32) for name, shape in shapes.items()}
    for name, values in weights.items():
        writer.add_tensor(name, values)
    writer.write_header_to_file()
    writer.write_kv_data_to_file()
    writer.write_tensors_to_file()
    writer.close()
    return weights


def test_a_gguf_file_becomes_a_folder_that_loads(tmp_path: Path, capfd: pytest.CaptureFixture[str]) -> None:
    (source := tmp_path / "source").mkdir()
    (folder := tmp_path / "folder").mkdir()
    weights = write_gguf(source / "model.gguf")
    convert_gguf(source / "model.gguf", folder, eos_token="<|im_end|>")  # noqa: S106 - a token of the vocabulary
    assert capfd.readouterr().err == ""

    tensors = load_file(folder / "model.safetensors")
    assert {tensor.dtype for tensor in tensors.values()} == {torch.float32}
    assert "lm_head.weight" not in tensors
    np.testing.assert_array_equal(tensors["model.embed_tokens.weight"].numpy(), weights["token_embd.weight"])
    np.testing.assert_array_equal(
        tensors["model.layers.0.mlp.down_proj.weight"].numpy(), weights["blk.0.ffn_down.weight"]
    )
    generation = json.loads((folder / "generation_config.json").read_text())
    assert (generation["eos_token_id"], generation["bos_token_id"]) == (2, 1)
    assert ChatTemplate.load(folder).render([Message("user", "Hi")]) == "<|im_start|>Hi<|im_end|>"

    tokenizer = AutoTokenizer.from_pretrained(folder)
    assert tokenizer.model_max_length == 64
    assert tokenizer.tokenize("ab12  3") == ["ab", "1", "2", "ĠĠ", "3"]
    assert tokenizer.tokenize("<|im_end|>") == ["<|im_end|>"]
    model = AutoModelForCausalLM.from_pretrained(folder)
    assert model(torch.tensor([[5, 6]])).logits.shape == (1, 2, len(TOKENS))


def test_a_token_that_is_not_there_is_an_error(tmp_path: Path) -> None:
    (folder := tmp_path / "folder").mkdir()
    write_gguf(tmp_path / "model.gguf")
    with pytest.raises(UpstreamError, match="<end_of_turn>"):
        convert_gguf(tmp_path / "model.gguf", folder, eos_token="<end_of_turn>")  # noqa: S106 - as above


@pytest.mark.model
def test_the_embedded_model_is_what_its_authors_document() -> None:
    folder = home() / "models" / "smollm2-135m"
    if not is_complete(folder):
        pytest.skip("smollm2-135m was not pulled (adhere pull smollm2-135m)")
    assert damaged_files(folder) == ()
    generation = json.loads((folder / "generation_config.json").read_text())
    tokenizer = AutoTokenizer.from_pretrained(folder)
    end = tokenizer.convert_tokens_to_ids(KNOWN_MODELS["smollm2-135m"].eos_token)
    assert generation["eos_token_id"] == tokenizer.eos_token_id == end == 2
    assert ChatTemplate.load(folder).render([Message("user", "Hi")]) == (
        "<|im_start|>system\nYou are a helpful AI assistant named SmolLM, trained by Hugging Face<|im_end|>\n"
        "<|im_start|>user\nHi<|im_end|>\n<|im_start|>assistant\n"
    )
    assert tokenizer.tokenize("at 12:30  5") == ["at", "Ġ", "1", "2", ":", "3", "0", "ĠĠ", "5"]
    config = json.loads((folder / "config.json").read_text())
    assert (config["num_hidden_layers"], config["hidden_size"], config["max_position_embeddings"]) == (30, 576, 8192)
