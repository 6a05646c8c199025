"""An example of each of IFBench's instructions in the families count, ratio, words and sentence, and what it states."""

from __future__ import annotations

PROMPT = "A prompt. Mention names from this list of person names: Emma, Liam, Sophia, Noah . Thanks."
_KEYWORDS = ("cat", "dog", "elm", "fox", "gnu")

EXAMPLES: dict[str, tuple[dict[str, object], dict[str, object]]] = {
    "count:word_count_range": ({"min_words": 71, "max_words": 73}, {"minimum": 71, "maximum": 73}),
    "count:unique_word_count": ({"N": 36}, {"minimum": 36}),
    "count:conjunctions": ({"small_n": 5}, {"minimum": 5}),
    "count:person_names": ({"N": 3}, {"minimum": 3, "names": ("Emma", "Liam", "Sophia", "Noah")}),
    "count:numbers": ({"N": 2}, {"minimum": 2, "maximum": 2}),
    "count:punctuation": ({}, {}),
    "count:words_japanese": ({"N": 5}, {"every": 5}),
    "count:pronouns": ({"N": 22}, {"minimum": 22}),
    "count:keywords_multiple": (
        {f"keyword{i}": word for i, word in enumerate(_KEYWORDS, 1)},
        {"keywords": _KEYWORDS, "times": (1, 2, 3, 5, 7)},
    ),
    "ratio:stop_words": ({"percentage": 27}, {"percentage": 27}),
    "ratio:sentence_type": ({}, {}),
    "ratio:sentence_balance": ({}, {}),
    "ratio:overlap": (
        {"reference_text": "One two three.", "percentage": 72},
        {"reference": "One two three.", "percentage": 72},
    ),
    "ratio:sentence_words": ({}, {}),
    "words:alphabet": ({}, {}),
    "words:vowel": ({}, {}),
    "words:consonants": ({}, {}),
    "words:palindrome": ({}, {"minimum": 10}),
    "words:prime_lengths": ({}, {}),
    "words:repeats": ({"small_n": 4}, {"maximum": 4}),
    "words:no_consecutive": ({}, {}),
    "words:odd_even_syllables": ({}, {}),
    "words:start_verb": ({}, {}),
    "words:last_first": ({}, {}),
    "words:paragraph_last_first": ({}, {}),
    "words:keywords_specific_position": (
        {"keyword": "giggle", "n": 22, "m": 33},
        {"keyword": "giggle", "sentence": 22, "position": 33},
    ),
    "words:words_position": ({"keyword": "vibrant"}, {"keyword": "vibrant"}),
    "sentence:keyword": ({"word": "giraffe", "N": 7}, {"word": "giraffe", "sentence": 7}),
    "sentence:increment": ({"small_n": 4}, {"increment": 4}),
    "sentence:alliteration_increment": ({}, {}),
}
