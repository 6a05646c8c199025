"""A fake model behind every name, and a home of its own for each test."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from scripted import ScriptedModel

if TYPE_CHECKING:
    from pathlib import Path

    from adhere.models import Request


def speak(request: Request, index: int) -> str:
    """Say something that meets some constraints; more of them with a system message."""
    told = request.messages[0].role == "system"
    return "all of it is here and well." if told else f"Some, of {request.id}, is here."


@pytest.fixture
def fake_model(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> ScriptedModel:
    """Answer for every model that a command loads."""
    model = ScriptedModel(speak, name="fake")
    monkeypatch.setattr("adhere.models.load_model", lambda name, **options: model)
    monkeypatch.setenv("ADHERE_HOME", str(tmp_path / "home"))
    monkeypatch.chdir(tmp_path)
    return model
