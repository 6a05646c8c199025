"""IFEval from files, folders and the hub."""

from __future__ import annotations

import json
import os
from collections import Counter
from pathlib import Path
from typing import Any

import pytest

from adhere.errors import UpstreamError, UsageError
from adhere.evals import evaluate, load_suite
from adhere.models import Sampling
from scripted import ScriptedModel

REAL = Path(os.environ.get("ADHERE_REAL_DATA", Path(__file__).resolve().parents[3] / "shared" / "data"))
ITEM = {
    "key": 7,
    "prompt": "Write about rivers.",
    "instruction_id_list": ["punctuation:no_comma", "keywords:existence"],
    "kwargs": [{}, {"keywords": ["river", "bank"], "relation": None}],
}


def write(path: Path, *items: Any) -> Path:  # noqa: ANN401
    path.write_text("".join(f"{item if isinstance(item, str) else json.dumps(item)}\n" for item in items))
    return path


def test_an_item_becomes_a_task_with_both_readings(tmp_path: Path) -> None:
    suite = load_suite("ifeval", data=write(tmp_path / "data.jsonl", ITEM))
    (task,) = suite.tasks
    assert (task.id, task.cluster, task.messages[0].content) == ("7", "7", "Write about rivers.")
    assert [constraint.id for constraint in task.constraints] == ITEM["instruction_id_list"]
    assert [dict(one.kwargs) for one in task.published] == [{}, {"keywords": ["river", "bank"]}]


def test_only_what_is_absent_is_dropped(tmp_path: Path) -> None:
    kwargs = {"relation": "at least", "num_words": 5, "end_phrase": None, "nothing": ""}
    item = {**ITEM, "instruction_id_list": ["length_constraints:number_words"], "kwargs": [kwargs]}
    with pytest.raises(UsageError, match="nothing"):  # "" is a value: it reaches the constraint, which knows it not
        load_suite("ifeval", data=write(tmp_path / "data.jsonl", item))


def test_a_run_reports_both_readings_side_by_side(tmp_path: Path) -> None:
    item = {**ITEM, "instruction_id_list": ["keywords:existence"], "kwargs": [{"keywords": ["cat"]}]}
    suite = load_suite("ifeval", data=write(tmp_path / "data.jsonl", item, {**item, "key": 8}))
    replies = {"7": "We concatenate strings.", "8": "<think>a cat</think>A dog."}
    model = ScriptedModel(lambda request, _: replies[request.id])
    metrics = evaluate(model, suite, out=tmp_path / "run", sampling=Sampling()).metrics()
    # The published checker looks for the letters anywhere, in the reasoning too; ours for the word in the reply.
    assert metrics.prompt_strict.value == 0
    assert metrics.official_prompt_strict is not None
    assert metrics.official_prompt_strict.value == 1


def test_a_folder_and_blank_lines(tmp_path: Path) -> None:
    write(tmp_path / "input_data.jsonl", ITEM, "", {**ITEM, "key": 8})
    assert [task.id for task in load_suite("ifeval", data=tmp_path).tasks] == ["7", "8"]
    assert [task.id for task in load_suite("ifeval", data=tmp_path, limit=1).tasks] == ["7"]
    (tmp_path / "input_data.jsonl").rename(tmp_path / "a.jsonl")
    write(tmp_path / "b.jsonl", ITEM)
    with pytest.raises(UsageError, match=r"it holds a\.jsonl, b\.jsonl"):
        load_suite("ifeval", data=tmp_path)


@pytest.mark.parametrize(
    ("line", "message"),
    [
        ("{", r"data\.jsonl:2: not JSON"),
        ([1], r"data\.jsonl:2: not an object"),
        ({**ITEM, "key": None}, r"data\.jsonl:2: key is missing"),
        ({**ITEM, "prompt": 3}, r"data\.jsonl:2: prompt is missing"),
        ({**ITEM, "kwargs": [{}]}, r"data\.jsonl:2: 2 instructions and 1 kwargs"),
        ({**ITEM, "kwargs": [{}, None]}, r"data\.jsonl:2: an instruction or its kwargs"),
        ({**ITEM, "instruction_id_list": ["punctuation:no_coma", "keywords:existence"]}, r"data\.jsonl:2: .*no_coma"),
        (ITEM, r"data\.jsonl:2: the key 7 is there twice"),
    ],
)
def test_a_bad_line_is_named(tmp_path: Path, line: object, message: str) -> None:
    with pytest.raises(UsageError, match=message) as caught:
        load_suite("ifeval", data=write(tmp_path / "data.jsonl", ITEM, line))
    assert caught.value.hint


def test_files_that_are_not_there_or_not_text(tmp_path: Path) -> None:
    with pytest.raises(UsageError, match="there is no file"):
        load_suite("ifeval", data=tmp_path / "none.jsonl")
    (tmp_path / "data.jsonl").write_bytes(b"\xff\xfe{}")
    with pytest.raises(UsageError, match="not UTF-8"):
        load_suite("ifeval", data=tmp_path / "data.jsonl")
    with pytest.raises(UsageError, match="holds no items"):
        load_suite("ifeval", data=write(tmp_path / "data.jsonl"))


@pytest.mark.parametrize("data", [None, "google/IFEval", "hf:google/IFEval"])
def test_the_hub_is_asked_for_the_benchmarks_own_file(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, data: str | None
) -> None:
    hub = pytest.importorskip("huggingface_hub")
    asked = []

    def download(repository: str, name: str, **options: object) -> str:
        asked.append((repository, name, options["repo_type"], options["cache_dir"]))
        return str(write(tmp_path / "downloaded.jsonl", ITEM))

    monkeypatch.setenv("ADHERE_HOME", str(tmp_path / "home"))
    monkeypatch.setattr(hub, "hf_hub_download", download)
    assert len(load_suite("ifeval", data=data).tasks) == 1
    assert asked == [("google/IFEval", "ifeval_input_data.jsonl", "dataset", tmp_path / "home" / "datasets" / "hf")]


def test_without_a_network_the_hub_is_one_clear_error(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    pytest.importorskip("huggingface_hub")
    monkeypatch.setenv("ADHERE_HOME", str(tmp_path))
    monkeypatch.setenv("ADHERE_OFFLINE", "1")
    with pytest.raises(UpstreamError, match="cannot be reached"):
        load_suite("ifeval")


@pytest.mark.skipif(not (REAL / "ifeval").is_dir(), reason="the real data are not here (ADHERE_REAL_DATA)")
def test_the_whole_benchmark_can_be_used() -> None:
    suite = load_suite("ifeval", data=REAL / "ifeval")
    assert len(suite.tasks) == 541
    assert sum(len(task.constraints) for task in suite.tasks) == 834
    repeated = [task for task in suite.tasks if max(Counter(one.id for one in task.published).values()) > 1]
    assert len(repeated) == 17
    assert all(
        [constraint.id for constraint in task.constraints] == [one.id for one in task.published] for task in suite.tasks
    )
