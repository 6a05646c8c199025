"""``adhere train``: from a file of examples to a model that answers."""

from __future__ import annotations

import json
from pathlib import Path
from typing import get_args

import pytest

import tiny_models
from adhere.chat import Message
from adhere.cli import main
from adhere.cli.train_verb import MethodName
from adhere.models import Request, Sampling
from adhere.models.local import LocalModel
from adhere.training.methods import METHODS

LESSON = [
    {"instruction": f"say {word}", "input": "", "output": "the lazy dog"} for word in ("fox", "quick", "brown", "over")
]
PAIRS = [{"prompt": row["instruction"], "chosen": row["output"], "rejected": "system user"} for row in LESSON]


@pytest.fixture(scope="module")
def base(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tiny_models.save(tmp_path_factory.mktemp("base"))


def write(path: Path, rows: list[dict[str, str]]) -> Path:
    path.write_text(json.dumps(rows), encoding="utf-8")
    return path


def train(method: str, base: Path, data: Path, out: Path, *flags: str) -> int:
    common = ["--model", str(base), "--data", str(data), "--out", str(out), "--no-progress"]
    return main(["train", method, *common, *flags])


def test_the_verb_knows_every_method() -> None:
    assert set(get_args(MethodName)) == set(METHODS)


def test_an_instructed_model_answers_as_it_was_taught(
    base: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    data = write(tmp_path / "lesson.json", LESSON)
    flags = (
        "--epochs",
        "60",
        "--batch",
        "4",
        "--learning-rate",
        "0.01",
        "--held-out",
        "0",
        "--dtype",
        "float32",
        "--json",
    )
    assert train("sft", base, data, tmp_path / "out", *flags) == 0
    found = json.loads(capsys.readouterr().out)
    assert found["format"] == "alpaca"
    assert found["steps"] == 60
    assert found["result"]["last_loss"] < 0.1 * found["result"]["first_loss"]
    model = LocalModel(Path(found["result"]["model"]), name="taught")
    (reply,) = model.generate([Request("0", (Message("user", "say fox"),), Sampling(max_tokens=20))])
    assert reply.text == "the lazy dog"
    record = json.loads((tmp_path / "out" / "training.json").read_text(encoding="utf-8"))
    assert record["environment"]["packages"]["torch"]
    assert len((tmp_path / "out" / "curve.jsonl").read_text(encoding="utf-8").splitlines()) == 60


def test_preferences_move_the_margin(base: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    data = write(tmp_path / "pairs.json", PAIRS)
    flags = (
        "--epochs",
        "10",
        "--batch",
        "4",
        "--learning-rate",
        "0.003",
        "--held-out",
        "0.25",
        "--evaluate-every",
        "5",
    )
    assert train("dpo", base, data, tmp_path / "out", *flags, "--parameter.beta", "0.2") == 0
    assert "model: " in capsys.readouterr().out
    curve = [json.loads(line) for line in (tmp_path / "out" / "curve.jsonl").read_text(encoding="utf-8").splitlines()]
    first, last = (step for step in (curve[0], curve[-1]))
    assert first["loss"] == pytest.approx(0.6931, abs=1e-3)  # log 2: the model is its own reference
    assert last["kind"] == "held-out"
    assert [step["metrics"]["margin"] for step in curve if step["kind"] == "train"][-1] > 0


def test_a_reward_model_scores_what_is_preferred_higher(
    base: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    import torch
    from transformers import AutoModelForSequenceClassification

    data = write(tmp_path / "pairs.json", PAIRS)
    flags = ("--epochs", "30", "--batch", "4", "--learning-rate", "0.003", "--held-out", "0", "--json")
    assert train("reward", base, data, tmp_path / "out", *flags) == 0
    found = json.loads(capsys.readouterr().out)
    model = AutoModelForSequenceClassification.from_pretrained(found["result"]["model"])
    assert model.config.num_labels == 1
    tokenizer = tiny_models.tokenizer()

    def score(reply: str) -> float:
        text = f"<|im_start|>user\nsay fox<|im_end|>\n<|im_start|>assistant\n{reply}<|im_end|>"
        with torch.no_grad():
            return float(model(**tokenizer(text, return_tensors="pt", return_token_type_ids=False)).logits[0, 0])

    assert score("the lazy dog") > score("system user") + 0.3


def test_a_recipe_says_what_flags_say(base: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    write(tmp_path / "lesson.json", LESSON)
    recipe = tmp_path / "recipe.toml"
    recipe.write_text(
        f'model = "{base}"\ndata = "lesson.json"\nepochs = 3\nbatch = 2\nheld_out = 0\n', encoding="utf-8"
    )
    assert (
        main(["train", "sft", str(recipe), "--out", str(tmp_path / "out"), "--batch", "4", "--dry-run", "--json"]) == 0
    )
    found = json.loads(capsys.readouterr().out)
    assert found["steps"] == 3
    assert found["examples"] == 4
    assert not (tmp_path / "out").exists()


@pytest.mark.parametrize(
    ("recipe", "said", "hint"),
    [
        ("epoch = 3", "unknown key 'epoch'", "did you mean epochs?"),
        ('epochs = "3"', "epochs is '3'", "epochs must be a number"),
        ("epochs = -1", "epochs is -1", ""),
        ('schedule = "round"', "schedule is 'round'", "one of cosine"),
        ("[parameters]\nbeta = 0.1", "has no parameter 'beta'", "none"),
        ("epochs =", "cannot read the recipe", "TOML"),
    ],
)
def test_what_is_wrong_in_a_recipe_is_said(
    recipe: str, said: str, hint: str, base: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = tmp_path / "recipe.toml"
    path.write_text(recipe, encoding="utf-8")
    data = write(tmp_path / "lesson.json", LESSON)
    flags = ["--model", str(base), "--data", str(data), "--out", str(tmp_path / "out")]
    assert main(["train", "sft", str(path), *flags]) == 2
    error = capsys.readouterr().err
    assert said in error
    assert hint in error


def test_the_wrong_kind_of_data_is_refused(base: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert train("dpo", base, write(tmp_path / "lesson.json", LESSON), tmp_path / "out") == 2
    assert "learns from pair examples" in capsys.readouterr().err


def test_another_training_does_not_go_into_the_same_folder(
    base: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    data = write(tmp_path / "lesson.json", LESSON)
    assert train("sft", base, data, tmp_path / "out", "--held-out", "0") == 0
    assert train("sft", base, data, tmp_path / "out", "--held-out", "0", "--epochs", "2") == 2
    assert "of another training" in capsys.readouterr().err
