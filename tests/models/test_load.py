from __future__ import annotations

import json
from typing import TYPE_CHECKING

import pytest
from endpoint_stub import completion, endpoint

from adhere.chat import Message
from adhere.errors import MissingExtraError, UsageError
from adhere.models import Request, load_model
from adhere.models.cached import CachedModel

if TYPE_CHECKING:
    from pathlib import Path


@pytest.fixture(autouse=True)
def _home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("ADHERE_HOME", str(tmp_path / "home"))
    monkeypatch.delenv("http_proxy", raising=False)


class FakeEngine:
    """Stands for the local engine: keeps what it is made with."""

    def __init__(self, folder: Path, **settings: object) -> None:
        self.folder = folder
        self.settings = settings


@pytest.fixture
def model_folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setattr("adhere.models.local.LocalModel", FakeEngine)
    folder = tmp_path / "my-model"
    folder.mkdir()
    (folder / "config.json").write_text("{}")
    (folder / "tokenizer_config.json").write_text(json.dumps({"chat_template": "own"}))
    return folder


def test_an_endpoint_is_loaded_by_its_address_and_remembers_across_loads() -> None:
    with endpoint(lambda body, calls: completion(f"call {calls}")) as stub:
        name = f"openai:{stub.url}#org/m"
        request = Request("r", (Message("user", "Hi"),))
        texts = [[c.text for c in load_model(name).generate([request])] for _ in range(2)]
        fresh = [c.text for c in load_model(name, cache=False).generate([request])]
    assert texts == [["call 0"], ["call 0"]]
    assert fresh == ["call 1"]
    assert load_model(name).name == name


def test_a_folder_is_loaded_with_its_settings(model_folder: Path) -> None:
    model = load_model(str(model_folder), dtype="bfloat16", slots=3, cache=False)
    assert isinstance(model, FakeEngine)
    assert model.folder == model_folder
    template = model.settings.pop("template")
    assert model.settings == {"name": str(model_folder), "dtype": "bfloat16", "slots": 3}
    assert template.render(()) == "own"  # type: ignore[attr-defined]
    assert isinstance(load_model(str(model_folder)), CachedModel)


def test_a_known_name_is_pulled(model_folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    pulled: list[str] = []

    def pull(name: str, *, on_progress: object) -> Path:
        pulled.append(name)
        return model_folder

    monkeypatch.setattr("adhere.models.pull.pull", pull)
    for name in ("smollm2-135m", "hf:org/toy@v1"):
        model = load_model(name, cache=False)
        assert isinstance(model, FakeEngine)
        assert (model.folder, model.settings["name"]) == (model_folder, name)
    assert pulled == ["smollm2-135m", "hf:org/toy@v1"]


def test_a_template_file_takes_the_place_of_the_models_own(model_folder: Path, tmp_path: Path) -> None:
    file = tmp_path / "mine.jinja"
    file.write_text("mine")
    model = load_model(str(model_folder), template=file, cache=False)
    assert isinstance(model, FakeEngine)
    assert model.settings["template"].render(()) == "mine"  # type: ignore[attr-defined]
    with pytest.raises(UsageError, match="takes no template"):
        load_model("openai:http://localhost/v1#m", template=file)


def test_a_model_without_a_template_is_refused_before_its_weights_are_read(model_folder: Path) -> None:
    (model_folder / "tokenizer_config.json").write_text("{}")
    with pytest.raises(UsageError, match="no chat template") as caught:
        load_model(str(model_folder))
    assert "--template" in str(caught.value.hint)


@pytest.mark.parametrize("name", ["smolm2-135m", "no/such/folder", "", "~/nothing"])
def test_what_is_no_model_is_refused_with_the_forms(name: str) -> None:
    with pytest.raises(UsageError) as caught:
        load_model(name)
    assert "hf:ORG/NAME" in str(caught.value.hint)
    assert ("did you mean 'smollm2-135m'" in caught.value.message) == (name == "smolm2-135m")


def test_a_folder_that_holds_no_model_is_refused(tmp_path: Path) -> None:
    with pytest.raises(UsageError, match=r"no config\.json"):
        load_model(str(tmp_path))


def test_without_the_extra_the_command_to_run_is_named(model_folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("adhere.models.load.find_spec", lambda name: None)
    for name in (str(model_folder), "smollm2-135m"):
        with pytest.raises(MissingExtraError) as caught:
            load_model(name)
        assert caught.value.hint == "pip install 'adhere[local]'"
    with pytest.raises(UsageError, match="no model is called"):
        load_model("nonsense")
