"""Every divergence of the repaired reading from the official one: one entry, one function.

Most defects are known from issue trackers (google-research#3427, lm-evaluation-harness#2260, olmo-eval#320; IFBench#22,
#24, #25 and #34); each is shown by a text in the tests.
"""

from __future__ import annotations

from dataclasses import dataclass
from types import MappingProxyType
from typing import TYPE_CHECKING

from adhere.constraints.official import OFFICIAL, Reading
from adhere.constraints.repaired import ifbench_shapes, ifbench_words, ifeval

if TYPE_CHECKING:
    from adhere.constraints.official.arguments import Checker


@dataclass(frozen=True, slots=True)
class Divergence:
    """One published checker that is mended.

    Attributes:
        id: the instruction's id.
        defect: what the published checker does that its instruction does not say.
        repair: the least that mends it.
        check: the mended checker.
    """

    id: str
    defect: str
    repair: str
    check: Checker


DIVERGENCES = (
    Divergence(
        "change_case:capital_word_frequency",
        "tokens count, so that “I”, “A” and the halves of “DON'T” are words in capitals",
        "words of at least two characters count, a contraction once",
        ifeval.capital_word_frequency,
    ),
    Divergence(
        "change_case:english_capital",
        "a text whose language cannot be detected passes, and the detector, which knows small letters, sees capitals",
        "English must be detected in the text in small letters",
        ifeval.english_capital,
    ),
    Divergence(
        "change_case:english_lowercase",
        "a text whose language cannot be detected passes",
        "English must be detected",
        ifeval.english_lowercase,
    ),
    Divergence(
        "combination:two_responses",
        "eight asterisks divide too, and responses that differ by white space are different",
        "exactly six asterisks divide, and white space is no difference",
        ifeval.two_responses,
    ),
    Divergence(
        "detectable_content:number_placeholders",
        "“[]”, “[1]” and Markdown links are placeholders",
        "a placeholder holds a letter and is no link",
        ifeval.number_placeholders,
    ),
    Divergence(
        "detectable_content:postscript",
        "“the p.s. field” in mid-sentence is a postscript, and other markers are regular expressions",
        "the marker begins a line, and is escaped",
        ifeval.postscript,
    ),
    Divergence(
        "detectable_format:constrained_response",
        "a reply that gives two of the three answers passes",
        "one of the answers and no other of them",
        ifeval.constrained_response,
    ),
    Divergence(
        "detectable_format:json_format",
        "“42” and “NaN” are JSON, and a fence marked otherwise than json is not taken off",
        "an object or array of strict JSON, in any fence",
        ifeval.json_format,
    ),
    Divergence(
        "detectable_format:multiple_sections",
        "“See Section 12” in mid-sentence and “SubSection 1” are sections, and the mark is a regular expression",
        "the mark begins a line, and is escaped",
        ifeval.multiple_sections,
    ),
    Divergence(
        "detectable_format:number_bullet_lists",
        "“---”, “-5 degrees” and a line in italics are bullets, “+ item” is none",
        "a bullet is “*”, “-” or “+” with a blank behind it, and no rule",
        ifeval.number_bullet_lists,
    ),
    Divergence(
        "detectable_format:number_highlighted_sections",
        "“**x**” in a bullet counts twice, “***x***” twice, “2 * 3 * 4” once",
        "bullets are taken off; a highlight touches its asterisks and counts once",
        ifeval.number_highlighted_sections,
    ),
    Divergence(
        "detectable_format:title",
        "“cout << x >> y” is a title",
        "the title has its line for itself",
        ifeval.title,
    ),
    Divergence(
        "keywords:existence",
        "“cat” is found in “concatenate”, and keywords are regular expressions",
        "whole words, escaped",
        ifeval.keyword_existence,
    ),
    Divergence(
        "keywords:forbidden_words",
        "words are regular expressions: “vitamin C” holds “C++”, and “a.b” is found in “axb”",
        "the word is escaped, and no letter or digit stands next to it",
        ifeval.forbidden_words,
    ),
    Divergence(
        "keywords:frequency",
        "“war” is found in “forward”, and keywords are regular expressions",
        "whole words, escaped",
        ifeval.keyword_frequency,
    ),
    Divergence(
        "keywords:letter_frequency",
        "for “#” or “!” a random letter is counted",
        "what was asked for is counted",
        ifeval.letter_frequency,
    ),
    Divergence(
        "language:response_language",
        "a text whose language cannot be detected passes for any",
        "the language must be detected",
        ifeval.response_language,
    ),
    Divergence(
        "length_constraints:nth_paragraph_first_word",
        "blank chunks are left out of the count but not of the order; “**Hello**” and “Summary:” do not match",
        "blank chunks are left out of both; marks at the first word do not matter",
        ifeval.nth_paragraph_first_word,
    ),
    Divergence(
        "length_constraints:number_paragraphs",
        "“***bold***” divides paragraphs",
        "a divider is a line of three asterisks",
        ifeval.number_paragraphs,
    ),
    Divergence(
        "length_constraints:number_words",
        "“don't” and “well-known” are two words each",
        "inner apostrophes and hyphens divide no word",
        ifeval.number_words,
    ),
    Divergence(
        "punctuation:no_comma",
        "the commas of other scripts are none",
        "they are commas",
        ifeval.no_comma,
    ),
    Divergence(
        "startend:end_checker",
        "a curly quotation mark or an asterisk behind the phrase fails",
        "both are stripped like the straight one",
        ifeval.end_checker,
    ),
    Divergence(
        "startend:quotation",
        "curly quotation marks quote nothing",
        "curly ones and guillemets quote too",
        ifeval.quotation,
    ),
    Divergence(
        "count:conjunctions",
        "“and”, “And” and “and,” are three different conjunctions",
        "case and marks make no difference",
        ifbench_words.conjunctions,
    ),
    Divergence(
        "count:keywords_multiple",
        "“door” is found in “doorway”",
        "whole words",
        ifbench_words.keywords_multiple,
    ),
    Divergence(
        "count:numbers",
        "“3-4” is one number, as marks are taken out",
        "only a point or a comma between digits belongs to the number",
        ifbench_words.numbers,
    ),
    Divergence(
        "count:person_names",
        "“Leo” is found in “Leonardo”",
        "whole words",
        ifbench_words.person_names,
    ),
    Divergence(
        "count:unique_word_count",
        "dashes and other marks that stand alone are a word",
        "they are none",
        ifbench_words.unique_word_count,
    ),
    Divergence(
        "custom:date_format_list",
        "1800-00-00 and 1801-02-29 are dates",
        "the days exist",
        ifbench_shapes.date_format_list,
    ),
    Divergence(
        "custom:sentence_alphabet",
        "an opening quotation mark is the first letter of a sentence",
        "marks before the first letter do not matter",
        ifbench_shapes.sentence_alphabet,
    ),
    Divergence(
        "format:line_indent",
        "of blank lines in a row every other counts, and one line is a stair",
        "no blank line counts, and two lines are asked for",
        ifbench_shapes.line_indent,
    ),
    Divergence(
        "format:list",
        "the marker counts anywhere: two ellipses or two hyphens in prose are a list",
        "the marker begins two lines",
        ifbench_shapes.list_marker,
    ),
    Divergence(
        "format:no_bullets_bullets",
        "more than one blank line fails, and sentences may end in any mark",
        "blank lines do not matter; two sentences end in a full stop, as the prompt says",
        ifbench_shapes.no_bullets_bullets,
    ),
    Divergence(
        "format:options",
        "“or” inside a word divides options, and those with letters are not stripped",
        "the word “or” divides, and marks and case do not matter",
        ifbench_shapes.options,
    ),
    Divergence(
        "format:output_template",
        "the labels may stand in any order, anywhere, with nothing behind them",
        "in the template's order, from the beginning, each with something behind it",
        ifbench_shapes.output_template,
    ),
    Divergence(
        "format:parentheses",
        "one closed bracket at depth five is enough",
        "all of the nested brackets are closed",
        ifbench_shapes.parentheses,
    ),
    Divergence(
        "format:quote_unquote",
        "a reply without a quotation passes",
        "there is one",
        ifbench_shapes.quote_unquote,
    ),
    Divergence(
        "format:quotes",
        "apostrophes inside words are quotation marks",
        "they are none",
        ifbench_shapes.quotes,
    ),
    Divergence(
        "format:sub-bullets",
        "a reply without bullets passes, a hyphen in a word is a sub-bullet, and bold text a bullet",
        "there is a bullet, and each has a line with a sub-bullet",
        ifbench_shapes.sub_bullets,
    ),
    Divergence(
        "format:thesis",
        "“<em></em>” has something in it, as its tags are taken to be those of “<i>”",
        "tags are taken at their length and closed by their own",
        ifbench_shapes.thesis,
    ),
    Divergence(
        "format:title_case",
        "“of” and “the” must be capital, though only major words are asked for, and “heLLo” passes",
        "words of up to three letters may be small, and longer ones may not",
        ifbench_shapes.title_case,
    ),
    Divergence(
        "ratio:overlap",
        "trigrams are of characters",
        "trigrams are of words",
        ifbench_words.overlap,
    ),
    Divergence(
        "ratio:sentence_balance",
        "a reply with no sentence of any kind is balanced",
        "there is a question",
        ifbench_words.sentence_balance,
    ),
    Divergence(
        "ratio:sentence_type",
        "none is twice none",
        "there is a question",
        ifbench_words.sentence_type,
    ),
    Divergence(
        "ratio:sentence_words",
        "that the sentences have different words is not looked at: “Cat. Cat. Cat.” passes",
        "no word stands in two of the sentences",
        ifbench_words.sentence_words,
    ),
    Divergence(
        "repeat:repeat_change",
        "the unchanged request passes if its white space differs",
        "the first word is another one",
        ifbench_shapes.repeat_change,
    ),
    Divergence(
        "repeat:repeat_span",
        "the end, which the prompt includes, is left out, and a start at 0 becomes a random one",
        "the end is included, and 0 is 0",
        ifbench_shapes.repeat_span,
    ),
    Divergence(
        "sentence:alliteration_increment",
        "all alliterations of a sentence are added up, and one sentence passes",
        "the longest run counts, and two sentences are asked for",
        ifbench_words.alliteration_increment,
    ),
    Divergence(
        "sentence:increment",
        "one sentence passes",
        "two sentences are asked for",
        ifbench_words.increment,
    ),
    Divergence(
        "words:consonants",
        "a number or a dash is a word without a cluster",
        "what has no letter is no word",
        ifbench_words.consonants,
    ),
    Divergence(
        "words:keywords_specific_position",
        "marks are words, so that a comma shifts all that follow",
        "marks are no words, and case does not matter",
        ifbench_words.keywords_specific_position,
    ),
    Divergence(
        "words:last_first",
        "one sentence passes, and “...” is a sentence",
        "two sentences are asked for, and marks alone are none",
        ifbench_words.last_first,
    ),
    Divergence(
        "words:odd_even_syllables",
        "a dash or a number is a word with no syllable",
        "what has no letter is no word",
        ifbench_words.odd_even_syllables,
    ),
    Divergence(
        "words:palindrome",
        "one palindrome ten times passes, and so does “55555”",
        "different ones, of letters",
        ifbench_words.palindrome,
    ),
    Divergence(
        "words:paragraph_last_first",
        "a rule fails, and so does “Love, ... love”",
        "a line of marks is no paragraph, and marks at the words do not matter",
        ifbench_words.paragraph_last_first,
    ),
    Divergence(
        "words:prime_lengths",
        "a reply without a word passes",
        "there is a word",
        ifbench_words.prime_lengths,
    ),
    Divergence(
        "words:start_verb",
        "a quotation mark or a mark of Markdown is the first word",
        "marks before the first word do not matter",
        ifbench_words.start_verb,
    ),
    Divergence(
        "words:vowel",
        "a line break ends the paragraph",
        "only a blank line ends it",
        ifbench_words.vowel,
    ),
    Divergence(
        "words:words_position",
        "marks are words: the full stop at the end is the last",
        "marks are no words, and case does not matter",
        ifbench_words.words_position,
    ),
)
"""One entry for each type that is read otherwise."""

REPAIRED = Reading(MappingProxyType({**OFFICIAL.checkers, **{one.id: one.check for one in DIVERGENCES}}))
"""The published checkers with every divergence applied."""
