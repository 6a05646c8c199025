"""``adhere train`` looks before its first step: what it says, and what stops it."""

from __future__ import annotations

import io
import json
from typing import TYPE_CHECKING, Any

import pytest

import tiny_models
from adhere.cli import main

if TYPE_CHECKING:
    from pathlib import Path

LESSON = [
    {"instruction": f"say {word}", "input": "", "output": "the lazy dog"} for word in ("fox", "quick", "brown", "over")
]
TEMPLATE = tiny_models.TEMPLATE


@pytest.fixture(scope="module")
def base(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tiny_models.save(tmp_path_factory.mktemp("base"))


def write(path: Path, rows: list[Any]) -> Path:
    path.write_text("".join(f"{json.dumps(row)}\n" for row in rows), encoding="utf-8")
    return path


def train(base: Path, data: Path, out: Path, *flags: str, method: str = "sft") -> int:
    common = ["--model", str(base), "--data", str(data), "--out", str(out), "--no-progress", "--held-out", "0"]
    return main(["train", method, *common, *flags])


def chat(*texts: str) -> dict[str, Any]:
    roles = ("user", "assistant")
    return {"messages": [{"role": roles[place % 2], "content": text} for place, text in enumerate(texts)]}


def look(
    capsys: pytest.CaptureFixture[str], base: Path, data: Path, out: Path, *flags: str, method: str = "sft"
) -> tuple[int, dict[str, Any], dict[str, Any]]:
    """Return the exit code, the findings by name, and all that was printed as JSON."""
    code = train(base, data, out, *flags, "--dry-run", "--json", method=method)
    found = json.loads(capsys.readouterr().out)
    return code, {finding["name"]: finding for finding in found["findings"]}, found


def test_a_healthy_training_has_no_complaint_that_stops_it(
    base: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    code, findings, found = look(capsys, base, write(tmp_path / "lesson.jsonl", LESSON), tmp_path / "out")
    assert code == 0
    assert not {finding["state"] for finding in findings.values()} & {"failed", "warning"}
    for name in ("rows", "duplicates", "texts", "template", "masks", "length", "embedding", "end token", "memory"):
        assert findings[name]["state"] == "ok"
    assert found["memory_gigabytes"] >= 0
    assert found["seconds"] >= 0
    (sequence,) = found["example"]["sequences"]
    learnt = "".join(piece["text"] for piece in sequence if piece["learnt"])
    assert learnt == "the lazy dog<|im_end|>"
    assert not (tmp_path / "out").exists()


def test_what_is_learnt_stands_in_brackets_and_nothing_acts(
    base: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    data = write(tmp_path / "lesson.jsonl", [chat("say [b]fox[/b]\x1b[2J", "a [red]dog\x07")])
    assert train(base, data, tmp_path / "out", "--dry-run") == 0
    out = capsys.readouterr().out
    assert "ok      masks: " in out
    assert "user\nsay [b]fox[/b]\\x1b[2J<|im_end|>\n<|im_start|>assistant\n⟦a [red]dog\\x07<|im_end|>⟧" in out
    assert "\x1b" not in out
    assert "\x07" not in out


class Terminal(io.StringIO):
    def isatty(self) -> bool:
        return True


def test_in_a_terminal_what_is_learnt_is_coloured(base: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    terminal = Terminal()
    monkeypatch.setenv("TERM", "xterm-256color")
    monkeypatch.delenv("NO_COLOR", raising=False)
    data = write(tmp_path / "lesson.jsonl", [chat("say [b]fox", "a [red]dog\x1b[2J")])
    with monkeypatch.context() as patched:
        patched.setattr("sys.stdout", terminal)
        assert train(base, data, tmp_path / "out", "--dry-run") == 0
    text = terminal.getvalue()
    assert "\x1b[1;32ma [red]dog\\x1b[2J<|im_end|>\x1b[0m" in text
    assert "say [b]fox" in text
    assert "⟦" not in text


def test_training_on_an_evaluation_is_stopped_before_the_first_step(
    base: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    data = write(tmp_path / "lesson.jsonl", LESSON)
    secret = write(tmp_path / "secret.jsonl", [{"prompt": "Say: brown!"}])
    assert train(base, data, tmp_path / "out", "--unseen", str(secret)) == 2
    captured = capsys.readouterr()
    assert "failed  leakage: secret.jsonl: 1 of 1 prompts are trained on" in captured.out
    assert f"{data}:3" in captured.out
    assert not (tmp_path / "out").exists()


def test_the_held_out_half_of_the_generated_suite_is_looked_for_unasked(
    base: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    from adhere.evals import load_suite
    from adhere.evals.suites.generated.base_tasks import base_tasks

    rows = [{"instruction": base_tasks("held-out")[0].prompt, "output": "the lazy dog"}]
    data = write(tmp_path / "lesson.jsonl", rows)
    code, findings, _ = look(capsys, base, data, tmp_path / "out")
    assert (code, findings["leakage: generated"]["state"]) == (0, "warning")
    code, findings, _ = look(capsys, base, data, tmp_path / "out", "--unseen", "generated")
    assert (code, findings["leakage: generated"]["state"]) == (2, "failed")
    # With the constraints that the suite asks for, it is the same task; the half to learn from is another.
    for half, state in (("held-out", "warning"), ("train", "ok")):
        tasks = load_suite("generated", half=half, limit=4).tasks
        write(data, [{"instruction": task.messages[-1].content, "output": "the lazy dog"} for task in tasks])
        code, findings, _ = look(capsys, base, data, tmp_path / "out", "--longest", "400")
        assert (code, findings["leakage: generated"]["state"]) == (0, state)


def test_a_template_that_begins_twice_is_stopped(
    base: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    doubled = tmp_path / "doubled.jinja"
    doubled.write_text(f"{{{{ bos_token }}}}{TEMPLATE}", encoding="utf-8")  # the turn opens with the same token
    data = write(tmp_path / "lesson.jsonl", LESSON)
    code, findings, _ = look(capsys, base, data, tmp_path / "out", "--template", str(doubled))
    assert (code, findings["beginning"]["state"]) == (2, "failed")
    assert "begin with <|im_start|> twice" in findings["beginning"]["message"]


def test_replies_that_are_all_cut_are_stopped(base: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    data = write(tmp_path / "lesson.jsonl", [chat(f"say {number}", "the lazy dog " * 9) for number in range(4)])
    code, findings, _ = look(capsys, base, data, tmp_path / "out", "--longest", "40")
    assert (code, findings["end token"]["state"], findings["length"]["state"]) == (2, "failed", "warning")


def test_a_reward_model_pads_with_what_ends_no_reply(
    base: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    pairs = [{"prompt": row["instruction"], "chosen": row["output"], "rejected": "system user"} for row in LESSON]
    code, findings, found = look(capsys, base, write(tmp_path / "p.jsonl", pairs), tmp_path / "out", method="reward")
    # The base pads with its end token: another engine would read the score one token too early.
    assert (code, findings["padding"]["state"]) == (0, "ok")
    assert "end token" not in findings
    assert len(found["example"]["sequences"]) == 2


def test_warnings_are_said_and_the_training_goes_on(
    base: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    data = write(tmp_path / "lesson.jsonl", LESSON)
    assert train(base, data, tmp_path / "out", "--learning-rate", "0.5", "--log", "csv") == 0
    captured = capsys.readouterr()
    assert "warning learning rate: 0.5; for instruction tuning, 1e-06 to 0.001 is usual" in captured.err
    assert "hint: --learning-rate 0.0001" in captured.err
    assert "ok      " not in captured.err
    assert captured.out.splitlines()[-1] == f"curve: {tmp_path / 'out' / 'curve.svg'}"
    assert (tmp_path / "out" / "curve.svg").read_text(encoding="utf-8").startswith("<svg")
    assert (tmp_path / "out" / "curve.csv").read_text(encoding="utf-8").count("\n") == 2


@pytest.mark.parametrize(
    ("rows", "said", "hint"),
    [
        ([{"messages": [{"role": "user", "content": "a"}]}], "messages does not end with the assistant's turn", "docs"),
        ([chat("a" * 3000, "b")], "no reply fits into 512 tokens", ""),
        ([chat("a", "b" * 3000)], "failed  end token: no sequence ends with", "raise --longest"),
    ],
)
def test_rows_that_cannot_be_learnt_say_why(
    rows: list[Any], said: str, hint: str, base: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert train(base, write(tmp_path / "rows.jsonl", rows), tmp_path / "out") == 2
    captured = capsys.readouterr()
    assert said in captured.out + captured.err
    assert hint in captured.out + captured.err
    assert not (tmp_path / "out").exists()


def test_a_broken_line_is_named_and_the_others_are_used(
    base: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    data = write(tmp_path / "rows.jsonl", LESSON)
    with data.open("ab") as file:
        file.write(b'{"instruction": "\xff", "output": "b"}\n')
    code, findings, found = look(capsys, base, data, tmp_path / "out")
    assert code == 0
    assert found["rejected_rows"] == {"not UTF-8 (byte 18 of the line)": 1}
    assert found["examples"] == 4
    assert findings["rows"]["message"] == "1 are not used: 1 not UTF-8 (byte 18 of the line)"


@pytest.mark.parametrize(
    ("template", "said"),
    [
        ("{{ raise_exception('only one turn') }}", "refuses a conversation of the roles user"),
        ("{% for m in messages %}", "the chat template is broken at line 1"),
        ("{{ messages[0]['content'] }}", "no token that ends a reply"),
        (None, "cannot read the chat template"),
    ],
)
def test_a_template_that_does_not_render_says_why(
    template: str | None, said: str, base: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = tmp_path / "chat.jinja"
    if template is not None:
        path.write_text(template, encoding="utf-8")
    data = write(tmp_path / "rows.jsonl", LESSON)
    assert train(base, data, tmp_path / "out", "--template", str(path)) == 2
    error = capsys.readouterr().err
    assert said in error
    assert "Traceback" not in error


@pytest.mark.parametrize(
    ("flags", "said"),
    [
        (["train", "dpoo", "--out", "x"], 'Did you mean "dpo"?'),
        (["train", "dpo", "--out", "x", "--learning-rat", "1"], "Did you mean --learning-rate?"),
        (["train", "dpo", "--out", "x", "--log", "tensorbord"], 'Did you mean "tensorboard"?'),
    ],
)
def test_a_mistyped_word_is_answered_with_the_nearest(
    flags: list[str], said: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(flags) == 2
    assert said in capsys.readouterr().err


def test_a_recipe_for_another_method_is_refused(base: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    recipe = tmp_path / "recipe.toml"
    recipe.write_text(f'method = "dpo"\nmodel = "{base}"\ndata = "rows.jsonl"\n', encoding="utf-8")
    write(tmp_path / "rows.jsonl", LESSON)
    assert main(["train", "sft", str(recipe), "--out", str(tmp_path / "out")]) == 2
    assert "the recipe is for dpo, and sft is asked for" in capsys.readouterr().err


def test_an_evaluation_that_is_not_there_is_told(
    base: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    data = write(tmp_path / "rows.jsonl", LESSON)
    assert train(base, data, tmp_path / "out", "--unseen", "ifevil") == 2
    assert "hint: give --unseen a file, or one of generated, ifeval" in capsys.readouterr().err
