"""Each recipe of the repository is one that the command takes."""

from __future__ import annotations

import os
import re
from pathlib import Path

import pytest

from adhere.errors import UsageError
from adhere.training.methods import METHODS
from adhere.training.recipe import Recipe

RECIPES = sorted((Path(__file__).resolve().parents[2] / "recipes").glob("*.toml"))
EVERY_RECIPE = pytest.mark.parametrize("path", RECIPES, ids=lambda path: path.stem)


def test_there_are_recipes_for_both_models_and_three_methods() -> None:
    found = [Recipe.load(path) for path in RECIPES]
    assert {recipe.model for recipe in found} == {"smollm2-135m", "gemma3-270m-base"}
    assert {recipe.method for recipe in found} == {"sft", "reward", "dpo"}


@EVERY_RECIPE
def test_a_recipe_names_a_method_and_stays_within_what_is_usual_for_it(path: Path) -> None:
    recipe = Recipe.load(path)
    assert recipe.method in METHODS
    method = METHODS[recipe.method]
    method.check(recipe.parameters or {})
    low, high = method.rates
    assert low <= recipe.settings(method.learning_rate).learning_rate <= high
    assert recipe.held_out
    assert recipe.data is None


@EVERY_RECIPE
def test_the_command_in_a_recipe_is_the_one_that_runs_it(path: Path) -> None:
    recipe = Recipe.load(path)
    (command,) = re.findall(r"adhere train (\S+) (\S+)", path.read_text(encoding="utf-8"))
    assert command == (recipe.method, f"recipes/{path.name}")


def test_a_recipe_for_another_method_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "recipe.toml"
    path.write_text('method = "dpo"', encoding="utf-8")
    recipe = Recipe.load(path)
    recipe.require_method("dpo")
    with pytest.raises(UsageError, match="the recipe is for dpo, and sft is asked for"):
        recipe.require_method("sft")
    Recipe().require_method("sft")


def test_files_are_relative_to_the_recipe_and_names_are_not(tmp_path: Path) -> None:
    path = tmp_path / "recipe.toml"
    path.write_text('data = "rows"\ntemplate = "mine.jinja"', encoding="utf-8")
    assert Recipe.load(path).data == f"{tmp_path}{os.sep}rows"
    assert Recipe.load(path).template == f"{tmp_path}{os.sep}mine.jinja"
    path.write_text('template = "alpaca"', encoding="utf-8")
    assert Recipe.load(path).template == "alpaca"
