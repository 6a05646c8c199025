"""All that is looked at before the first step, in the order in which it is told."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

from adhere.models.local.weights import end_tokens
from adhere.training.doctor import cost, leakage, rendering, rows, running, vocabulary

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from adhere.findings import Finding
    from adhere.training.doctor.leakage import Evaluation
    from adhere.training.training import Ready


def examine(
    ready: Ready, *, rejected: Mapping[str, int], measured: Sequence[Evaluation], machine: cost.Machine
) -> Iterator[Finding]:
    """Yield the findings on a training.

    Args:
        ready: the training.
        rejected: rows of its file that are no examples, by reason.
        measured: what the model will be measured with.
        machine: where it runs.
    """
    plan, training, held_out = ready.plan, ready.training, ready.held_out
    tokens = vocabulary.Vocabulary.of(ready.model, ready.tokenizer)
    speech = rendering.Speech.of(ready.template, ready.tokenizer)
    ends = end_tokens(ready.model, ready.tokenizer)
    trees = [*training.trees, *(held_out.trees if held_out else ())]
    lost = Counter(rejected) + Counter(training.left_out) + Counter(held_out.left_out if held_out else {})
    yield rows.used(len(trees), lost)
    yield rows.repeated(plan.examples)
    yield rows.content(plan.examples, tokens.special.values())
    yield rendering.template(speech, plan.examples, training)
    yield rendering.masks(training)
    yield rendering.truncation(training, plan.settings.longest)
    yield from vocabulary.embedding(tokens, trees)
    yield vocabulary.beginning(tokens, trees)
    # A model without a head that writes is a reward model: it need not stop, and its padding means something.
    scores = ready.model.get_output_embeddings() is None
    if not scores:
        yield vocabulary.ending(tokens, training.trees, ends)
    yield vocabulary.padding(tokens, ends, scores=scores)
    learnt_from = set(training.sources)
    kept = set(held_out.sources) - learnt_from if held_out else set()
    taught = [example for example in plan.examples if example.source in learnt_from]
    yield leakage.held_out(taught, [example for example in plan.examples if example.source in kept])
    yield from leakage.evaluations(taught, measured)
    yield running.learning_rate(plan.method, plan.settings.learning_rate)
    yield running.steps(ready.steps, plan.settings.batch)
    few = running.looks(len(held_out.trees) if held_out else 0)
    if few:
        yield few
    yield running.precision(asked=plan.dtype, native=machine.native_bfloat16)
    yield running.memory(cost.memory(ready), machine.free)
