"""The frame of the commands: errors, exit codes, interruption, broken pipes, start-up."""

from __future__ import annotations

import json
import os
import resource
import subprocess
import sys
from typing import TYPE_CHECKING

import pytest

from adhere.cli import main
from adhere.cli.app import VERBS
from adhere.cli.constraints_verb import VERBS as CONSTRAINTS_VERBS
from adhere.cli.data_verb import VERBS as DATA_VERBS
from adhere.errors import UpstreamError, UsageError

if TYPE_CHECKING:
    from pathlib import Path

HEAVY = {"torch", "transformers", "pyarrow", "httpx", "numpy", "py3langid", "vl_convert"}


def fails_with(monkeypatch: pytest.MonkeyPatch, error: BaseException) -> None:
    def fail(shell: str, /) -> int:
        raise error

    monkeypatch.setattr("adhere.cli.completion_verb.run", fail)


@pytest.mark.parametrize(
    ("error", "code", "said"),
    [
        (UsageError("no such suite", hint="name another"), 2, "error: no such suite\nhint: name another\n"),
        (UpstreamError("no answer"), 4, "error: no answer\n"),
        (OSError(28, "No space left on device", "out"), 2, "error: out: No space left on device\nhint: "),
        (KeyboardInterrupt("stopped after 3 of 9 tasks"), 130, "error: stopped after 3 of 9 tasks\n"),
        (KeyboardInterrupt(), 130, "error: interrupted\nhint: "),
        (ZeroDivisionError("boom"), 70, "error: ZeroDivisionError: boom\nhint: a defect of adhere: set ADHERE_DEBUG=1"),
    ],
)
def test_every_error_is_one_line_and_a_remedy(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], error: BaseException, code: int, said: str
) -> None:
    fails_with(monkeypatch, error)
    assert main(["completion", "bash"]) == code
    captured = capsys.readouterr()
    assert captured.out == ""
    assert captured.err.startswith(said)
    assert "Traceback" not in captured.err


def test_the_traceback_of_a_defect_can_be_had(monkeypatch: pytest.MonkeyPatch) -> None:
    fails_with(monkeypatch, ZeroDivisionError("boom"))
    monkeypatch.setenv("ADHERE_DEBUG", "1")
    with pytest.raises(ZeroDivisionError):
        main(["completion", "bash"])


@pytest.mark.parametrize(
    ("argv", "said"),
    [
        (["evl", "smollm2-135m"], 'Did you mean "eval"?'),
        (["eval"], "MODEL"),
        (["eval", "m", "--max-tokens", "0"], "--max-tokens"),
        (["eval", "m", "--temperature", "-1"], "--temperature"),
        (["eval", "m", "--limit", "many"], "--limit"),
        (["eval", "m", "--dtype", "int8"], "--dtype"),
        (["eval", "m", "--no-such-flag"], "--no-such-flag"),
    ],
)
def test_a_wrong_command_line_is_told_with_where_to_look(
    capsys: pytest.CaptureFixture[str], argv: list[str], said: str
) -> None:
    assert main(argv) == 2
    error, hint = capsys.readouterr().err.splitlines()
    assert error.startswith("error: ")
    assert said in error
    assert hint.startswith("hint: adhere ")
    assert hint.endswith("--help")


def test_help_names_every_verb_and_the_exit_codes(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["--help"]) == 0
    out = capsys.readouterr().out
    assert all(verb in out for verb in VERBS)
    assert "3 inconclusive" in " ".join(out.split())


GROUPS = {"constraints": CONSTRAINTS_VERBS, "data": DATA_VERBS}
CALLED = [(verb,) for verb in VERBS if verb not in GROUPS] + [
    (group, verb) for group in GROUPS for verb in GROUPS[group]
]


@pytest.mark.parametrize("verbs", CALLED, ids=" ".join)
def test_every_verb_describes_each_of_its_flags(capsys: pytest.CaptureFixture[str], verbs: tuple[str, ...]) -> None:
    from adhere.cli.app import build

    assert main([*verbs, "--help"]) == 0
    assert f"adhere {' '.join(verbs)}" in capsys.readouterr().out
    app = build()
    for verb in verbs:
        app = app[verb]
    arguments = app.assemble_argument_collection(parse_docstring=True)
    silent = [argument.name for argument in arguments if argument.show and not argument.parameter.help]
    assert not silent


@pytest.mark.parametrize("shell", ["bash", "zsh", "fish"])
def test_completion_scripts_know_the_verbs(capsys: pytest.CaptureFixture[str], shell: str) -> None:
    assert main(["completion", shell]) == 0
    out = capsys.readouterr().out
    assert all(verb in out for verb in ("eval", "improve", "doctor"))


def test_completion_can_be_installed(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("HOME", str(tmp_path))
    assert main(["--install-completion", "--shell", "fish"]) == 0
    assert "improve" in (tmp_path / ".config" / "fish" / "completions" / "adhere.fish").read_text(encoding="utf-8")


def command(*argv: str, **environment: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-m", "adhere", *argv],
        capture_output=True,
        text=True,
        check=False,
        env={**os.environ, **environment},
    )


def test_a_reader_that_goes_away_is_no_error(tmp_path: Path) -> None:
    replies = tmp_path / "replies.jsonl"
    row = {"reply": "no", "constraints": [{"id": "punctuation:no_comma", "params": {}}]}
    replies.write_text((json.dumps(row) + "\n") * 2000, encoding="utf-8")
    with subprocess.Popen(
        [sys.executable, "-m", "adhere", "check", str(replies)], stdout=subprocess.PIPE, stderr=subprocess.PIPE
    ) as process:
        assert process.stdout is not None
        assert process.stderr is not None
        process.stdout.readline()
        process.stdout.close()
        assert process.stderr.read() == b""
        assert process.wait() == 141


def test_text_that_the_terminal_cannot_encode_is_no_error() -> None:
    done = command("eval", "naïve-日本", PYTHONIOENCODING="ascii", ADHERE_OFFLINE="1")
    assert done.returncode == 2
    assert "\nerror: " in done.stderr
    assert "Traceback" not in done.stderr


def test_colour_is_not_forced_on_a_pipe() -> None:
    assert "\x1b" not in command("--help").stdout


def loaded(code: str) -> set[str]:
    tail = "; import sys, json; print(json.dumps(sorted({m.split('.')[0] for m in sys.modules})))"
    done = subprocess.run([sys.executable, "-c", code + tail], capture_output=True, text=True, check=True)
    return set(json.loads(done.stdout.splitlines()[-1]))


@pytest.mark.parametrize("code", ["import adhere", "from adhere.cli import main; main(['--help'])"])
def test_starting_loads_nothing_heavy(code: str) -> None:
    assert not HEAVY & loaded(code)


def best_seconds(*argv: str) -> float:
    """Return the processor time of the fastest of several starts: other work on the machine hardly adds to it."""

    def once() -> float:
        before = resource.getrusage(resource.RUSAGE_CHILDREN)
        subprocess.run([sys.executable, *argv], capture_output=True, check=True)
        after = resource.getrusage(resource.RUSAGE_CHILDREN)
        return after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime

    return min(once() for _ in range(7))


def test_importing_adhere_takes_under_150_ms_and_help_under_300_ms() -> None:
    assert best_seconds("-c", "import adhere") < 0.15
    assert best_seconds("-m", "adhere", "--help") < 0.3
