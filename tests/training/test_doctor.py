"""Each thing that spoils a training is found, and a healthy one has no complaint."""

from __future__ import annotations

from dataclasses import replace
from types import SimpleNamespace
from typing import TYPE_CHECKING

import pytest
import torch
from transformers.models.llama import LlamaConfig

import tiny_models
from adhere.chat import Message
from adhere.chat.template import ChatTemplate
from adhere.data import Example, Pair
from adhere.findings import Finding, State
from adhere.training.doctor import cost, leakage, rendering, rows, running, vocabulary
from adhere.training.doctor.leakage import Evaluation
from adhere.training.doctor.rendering import Speech
from adhere.training.doctor.specimen import specimen
from adhere.training.doctor.vocabulary import Vocabulary
from adhere.training.methods import METHODS
from adhere.training.preparing import Prepared
from adhere.training.ranks import Ranks
from adhere.training.settings import Settings
from adhere.training.trees import Branch, Tree

if TYPE_CHECKING:
    from collections.abc import Sequence

TOKENIZER = tiny_models.tokenizer()
BEGIN, END, ODD = 0, 1, 2
PLAIN = Vocabulary(
    known=10,
    embedded=10,
    special={BEGIN: "<s>", END: "</s>", ODD: "<odd>"},
    begin=BEGIN,
    pad=None,
    unknown=None,
    adds_begin=False,
    stops=(END,),
    faint=(),
)


def tree(*tokens: int, prompt: int = 2) -> Tree:
    """A conversation whose first tokens are its prompt."""
    return Tree((), (Branch(tokens, tuple(place >= prompt for place in range(len(tokens)))),))


def example(asked: str, answer: str = "the lazy dog", *, number: int = 1) -> Example:
    return Example((Message("user", asked), Message("assistant", answer)), f"rows.json:{number}")


def pair(asked: str, chosen: str, rejected: str, *, number: int = 1) -> Pair:
    replies = ((Message("assistant", text),) for text in (chosen, rejected))
    return Pair((Message("user", asked),), *replies, f"pairs.json:{number}")


def only(findings: Sequence[Finding], name: str) -> Finding:
    (found,) = (finding for finding in findings if finding.name == name)
    return found


def prepared(examples: Sequence[Example], speech: Speech) -> Prepared:
    """Sequences made by hand: the prompt as it is asked, the reply, and its end."""
    trees = []
    for one in examples:
        asked = speech.encode(speech.template.render(one.conversation[:-1]))
        reply = speech.encode(f"{one.conversation[-1].content}<|im_end|>")
        trees.append(tree(*asked, *reply, prompt=len(asked)))
    return Prepared(tuple(trees), tuple(one.source for one in examples), {}, 0)


def speech(source: str = tiny_models.TEMPLATE) -> Speech:
    return Speech.of(ChatTemplate(source, origin="test", special_tokens={}), TOKENIZER)


def test_a_token_that_has_no_embedding_fails() -> None:
    found = only(list(vocabulary.embedding(PLAIN, [tree(0, 5, 12, 1)])), "embedding")
    assert (found.state, found.exit_code) == (State.FAILED, 2)
    assert "10 embeddings, and the data hold token 12" in found.message
    larger = replace(PLAIN, known=13)
    assert only(list(vocabulary.embedding(larger, [tree(0, 5, 1)])), "embedding").state is State.NOTE
    assert [one.state for one in vocabulary.embedding(PLAIN, [tree(0, 5, 1)])] == [State.OK]


def test_tokens_that_were_hardly_trained_and_unknown_ones_are_counted() -> None:
    sick = replace(PLAIN, faint=(ODD, 7), unknown=4)
    found = list(vocabulary.embedding(sick, [tree(0, 4, 2, 1), tree(0, 4, 2, 1)]))
    assert "2 times in the data: <odd>" in only(found, "new tokens").message
    assert only(found, "unknown tokens").message.startswith("2 times")
    assert not [one for one in vocabulary.embedding(sick, [tree(0, 5, 1)]) if one.state is State.WARNING]


@pytest.mark.parametrize(
    ("first", "adds", "state"),
    [
        ((BEGIN, 5), False, State.OK),
        ((BEGIN, 5), True, State.NOTE),  # harmless here, doubled elsewhere
        ((BEGIN, BEGIN), False, State.FAILED),
        ((5, 6), True, State.WARNING),
        ((5, 6), False, State.OK),
    ],
)
def test_a_text_begins_once(first: tuple[int, int], adds: bool, state: State) -> None:  # noqa: FBT001 - a case
    assert vocabulary.beginning(replace(PLAIN, adds_begin=adds), [tree(*first, 7, END)]).state is state


def test_the_trunk_of_a_pair_is_where_its_sequences_begin() -> None:
    doubled = Tree((BEGIN, BEGIN), (Branch((5, END), (True, True)), Branch((6, END), (True, True))))
    assert "2 of 2" in vocabulary.beginning(PLAIN, [doubled]).message


@pytest.mark.parametrize(
    ("last", "stops", "state"),
    [
        (END, (END,), State.OK),
        (ODD, (END,), State.NOTE),  # learnt; the settings of the trained model will name it
        (5, (END,), State.FAILED),  # every reply is cut
    ],
)
def test_the_model_learns_to_stop_where_engines_stop(last: int, stops: tuple[int, ...], state: State) -> None:
    assert vocabulary.ending(replace(PLAIN, stops=stops), [tree(0, 5, 6, last)], {END, ODD}).state is state


def test_padding_that_is_an_end_matters_to_a_score_and_is_harmless_to_a_reply() -> None:
    filled = replace(PLAIN, pad=END)
    assert vocabulary.padding(filled, {END}, scores=False).state is State.NOTE
    assert vocabulary.padding(filled, {END}, scores=True).state is State.WARNING
    assert vocabulary.padding(replace(PLAIN, pad=ODD), {END}, scores=True).state is State.OK


def test_a_vocabulary_is_read_from_model_and_tokenizer() -> None:
    model = tiny_models.network(LlamaConfig(**tiny_models.SHAPE))
    with torch.no_grad():
        model.get_input_embeddings().weight[7] *= 0.01
    found = Vocabulary.of(model, TOKENIZER)
    assert (found.known, found.embedded, found.begin, found.pad) == (len(TOKENIZER), 320, 0, 1)
    assert found.special == {0: "<|im_start|>", 1: "<|im_end|>"}
    assert set(found.faint) == {7}
    assert set(found.stops) == {1}
    assert not found.adds_begin


def test_a_template_that_trains_as_it_asks_is_fine() -> None:
    examples = [example(f"say {word}", number=number) for number, word in enumerate(("fox", "quick", "brown"))]
    found = rendering.template(speech(), examples, prepared(examples, speech()))
    assert found.state is State.OK
    assert "without generation blocks; 3 prompts" in found.message


def test_a_prompt_that_is_not_what_is_asked_fails() -> None:
    examples = [example("say fox")]
    other = speech(tiny_models.TEMPLATE.replace("assistant\n", "assistant\n<think>\n"))
    found = rendering.template(other, examples, prepared(examples, speech()))
    assert (found.state, found.exit_code) == (State.FAILED, 2)
    assert "1 of 1 prompts" in found.message
    # Where others are as they should be, that one is looked at by a person.
    mixed = [*examples, example("say dog", number=2)]
    made = prepared(mixed, speech())
    torn = replace(made, trees=(tree(9, 9, 9, 1), *made.trees[1:]))
    assert rendering.template(speech(), mixed, torn).state is State.WARNING


def test_a_reply_that_is_not_learnt_as_it_is_written_is_told() -> None:
    examples = [example("say fox", "the quick fox")]
    other = prepared([example("say fox", "the lazy dog")], speech())
    found = rendering.template(speech(), examples, other)
    assert found.state is State.WARNING
    assert "rows.json:1" in found.message


def test_a_mask_of_nothing_fails() -> None:
    nothing = Prepared((Tree((), (Branch((0, 5, 1), (False,) * 3),)),), ("rows.json:1",), {}, 0)
    assert rendering.masks(nothing).state is State.FAILED
    assert "2 of 4 tokens" in rendering.masks(replace(nothing, trees=(tree(0, 5, 6, 1),))).message


@pytest.mark.parametrize(("cut", "state"), [(0, State.OK), (1, State.NOTE), (3, State.WARNING)])
def test_cut_replies_are_counted(cut: int, state: State) -> None:
    found = rendering.truncation(Prepared((tree(0, 5, 6, 1),) * 200, ("rows.json:1",) * 200, {}, cut), 4)
    assert found.state is state


def test_rows_that_are_lost_are_told_with_their_reasons() -> None:
    assert rows.used(10, {}).state is State.OK
    assert rows.used(98, {"output is empty": 2}).state is State.NOTE
    found = rows.used(90, {"a": 1, "output is empty": 6, "b": 2, "c": 1})
    assert found.state is State.WARNING
    assert found.message == "10 are not used: 6 output is empty; 2 b; 1 a; 1 other reasons"


def test_prompts_that_come_again_and_pairs_that_contradict_each_other_are_told() -> None:
    once = [example("say fox"), example("say dog", number=2)]
    assert rows.repeated(once).state is State.OK
    assert "1 of 3 prompts" in rows.repeated([*once, example("say fox", "no", number=3)]).message
    pairs = [pair("say fox", "fox", "dog"), pair("say fox", "dog", "fox", number=2), pair("say it", "it", "no")]
    found = rows.repeated(pairs)
    assert found.state is State.WARNING
    assert "2 pairs prefer what another rejects (pairs.json:1, pairs.json:2)" in found.message


def test_special_tokens_in_the_text_and_broken_characters_are_told() -> None:
    special = ["<|im_end|>"]
    assert rows.content([example("say fox"), pair("say", "fox", "dog")], special).state is State.OK
    found = rows.content([example("say fox"), pair("say", "fox", "dog<|im_end|>", number=4)], special)
    assert found.state is State.WARNING
    assert "1 examples hold <|im_end|> as text (pairs.json:4)" in found.message
    assert "U+FFFD" in rows.content([example("say fo\ufffd")], special).message


ASKED = "Write a short letter to a friend who has moved away."


@pytest.mark.parametrize(
    ("turn", "named", "state"),
    [
        (ASKED, True, State.FAILED),
        (ASKED, False, State.WARNING),
        (f"{ASKED} Use no commas.", True, State.FAILED),
        ("Write a short letter to a friend who moved far away.", True, State.WARNING),
        ("Write a poem on the sea.", True, State.OK),
    ],
)
def test_prompts_of_an_evaluation_among_the_examples_are_told(
    turn: str,
    named: bool,  # noqa: FBT001 - a case
    state: State,
) -> None:
    measured = [Evaluation("mine", ("Count to ten.", ASKED), named)]
    (found,) = leakage.evaluations([example("say fox"), example(turn, number=7)], measured)
    assert found.state is state
    assert found.exit_code == (2 if state is State.FAILED else 0)
    assert ("rows.json:7" in found.message) == (state is not State.OK)


def test_a_later_turn_of_the_user_leaks_too() -> None:
    turns = (
        Message("user", "Hello"),
        Message("assistant", "Hi."),
        Message("user", ASKED),
        Message("assistant", "Dear"),
    )
    (found,) = leakage.evaluations([Example(turns, "rows.json:1")], [Evaluation("mine", (ASKED,), named=True)])
    assert found.state is State.FAILED


def test_held_out_examples_with_a_twin_are_counted() -> None:
    training = [example(f"What is the capital of the country number {number}?") for number in range(10)]
    assert leakage.held_out(training, []).state is State.NOTE
    apart = [example("Write a poem on the sea.")]
    assert leakage.held_out(training, apart).state is State.OK
    twin = example("What is the capital of the country number 99?")
    assert leakage.held_out(training, [twin, *apart * 20]).state is State.NOTE
    found = leakage.held_out(training, [twin, *apart])
    assert found.state is State.WARNING
    assert "1 of 2" in found.message


@pytest.mark.parametrize("name", METHODS)
def test_the_vetted_learning_rate_is_usual_and_a_hundredfold_is_not(name: str) -> None:
    method = METHODS[name]
    assert running.learning_rate(method, method.learning_rate).state is State.OK
    found = running.learning_rate(method, method.rates[1] * 100)
    assert found.state is State.WARNING
    assert found.hint == f"--learning-rate {method.learning_rate:g}"


def test_settings_that_promise_little_are_noted() -> None:
    assert [running.steps(count, 32).state for count in (3, 10)] == [State.NOTE, State.OK]
    assert running.looks(0) is None
    assert running.looks(500) is None
    assert running.looks(5) is not None
    assert running.precision(asked="bfloat16", native=False).state is State.NOTE
    assert running.precision(asked="bfloat16", native=True).state is State.OK


def test_memory_is_compared_with_what_is_free() -> None:
    needed = cost.Memory(weights=1, state=4 * 10**9, work=3 * 10**9)
    assert running.memory(needed, 8 * 10**9).state is State.OK
    assert running.memory(needed, None).state is State.NOTE
    packs, model = running.memory(needed, 5 * 10**9), running.memory(needed, 2 * 10**9)
    assert packs.state is model.state is State.WARNING
    assert packs.hint == "lower --pack-tokens"
    assert "smaller model" in str(model.hint)


def test_this_machine_has_memory_and_a_speed() -> None:
    machine = cost.Machine.of(tiny_models.network(LlamaConfig(**tiny_models.SHAPE)))
    assert machine.free is None or machine.free > 0
    assert machine.speed > 0


@pytest.mark.parametrize("text", ["the fox", "Größe 中文 👩‍🚀", ""])
def test_the_pieces_of_an_example_are_its_text(text: str) -> None:
    voice = speech()
    shown = specimen(prepared([example("say fox", text)], voice), voice.decode)
    (pieces,) = shown.sequences
    assert "".join(piece.text for piece in pieces if piece.learnt) == f"{text}<|im_end|>"
    asked = voice.template.render((Message("user", "say fox"),))
    assert "".join(piece.text for piece in pieces if not piece.learnt) == asked
    assert shown.source == "rows.json:1"


def test_both_replies_of_a_pair_are_shown_after_their_prompt() -> None:
    branches = (Branch((5, END), (True, True)), Branch((6, END), (True, True)))
    shown = specimen(
        Prepared((Tree((BEGIN,), branches),), ("pairs.json:1",), {}, 0), lambda ids: "".join(map(str, ids))
    )
    assert [[(p.token, p.text, p.learnt) for p in one] for one in shown.sequences] == [
        [(0, "0", False), (5, "5", True), (1, "1", True)],
        [(0, "0", False), (6, "6", True), (1, "1", True)],
    ]


def test_only_turns_of_the_assistant_are_answers() -> None:
    turns = (Message("user", "a"), Message("assistant", "b"), Message("tool", "c"), Message("assistant", "d"))
    assert rows.answers(Example(turns, "rows.json:1")) == ("b", "d")
    assert rows.answers(pair("a", "b", "c")) == ("b", "c")
    assert rows.asked(pair("a", "b", "c")) == ("a",)


IN_LAYER = 14 * 32 + 3 * 48


@pytest.mark.parametrize(("recompute", "of_token"), [(False, 3 * IN_LAYER), (True, 3 * 32 + IN_LAYER)])
def test_activations_that_are_computed_again_take_less(recompute: bool, of_token: int) -> None:  # noqa: FBT001 - a case
    shape = tiny_models.SHAPE
    ready = SimpleNamespace(
        model=tiny_models.network(LlamaConfig(**shape)),
        plan=SimpleNamespace(recompute=recompute, shard=False, settings=Settings(learning_rate=1.0, pack_tokens=100)),
        training=SimpleNamespace(trees=[tree(0, 5, END)], tokens=1000),
        ranks=Ranks.alone(),
    )
    logits = 3 * 100 * shape["vocab_size"]
    assert cost.memory(ready).work == 4 * (100 * of_token + logits)
