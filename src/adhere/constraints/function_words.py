"""English function words: closed classes, listed whole (facts of grammar: Quirk et al. 1985, chapters 2 to 9)."""

from __future__ import annotations


def word_set(text: str) -> frozenset[str]:
    """Return the words of a list that is written as one text."""
    return frozenset(text.split())


PERSONAL = word_set("i me you he him she her it we us they them thee thou")
POSSESSIVE = word_set("my mine your yours his hers its our ours their theirs thy thine")
REFLEXIVE = word_set(
    "myself yourself himself herself itself oneself ourselves yourselves themselves themself ourself thyself"
)
INDEFINITE = word_set("somebody someone something anybody anyone anything everybody everyone everything nobody nothing")
WHO = word_set("who whom whose whoever whomever")

PRONOUNS = PERSONAL | POSSESSIVE | REFLEXIVE | INDEFINITE | WHO
"""Words that are pronouns wherever they stand; grammars that call "my" a determiner count it among them as well."""

SOMETIMES_PRONOUNS = word_set(
    "this that these those which what whichever whatever one ones none all both each some any many much few several "
    "either neither other others another enough half more most less least such plenty"
)
"""Words that are pronouns only where no noun follows that they belong to, or that also introduce clauses."""

COORDINATORS = ("and", "but", "for", "nor", "or", "so", "yet")
"""The coordinating conjunctions of English, as school grammar lists them."""

SOMETIMES_COORDINATORS = frozenset({"for", "so", "yet"})
"""Of these, the ones that are a preposition or an adverb more often than a conjunction."""

ARTICLES = word_set("a an the")
DETERMINERS = ARTICLES | POSSESSIVE | word_set("this that these those each every some any no")
_DEMONSTRATIVES = word_set("this that these those")
_QUESTIONS = word_set("what which who whom when where why how")
BE_HAVE_DO = word_set("am is are was were be been being have has had having do does did doing")
MODALS = word_set("can could may might must shall should will would ought")
_COMMON_PREPOSITIONS = word_set(
    "about above after against at before below between by down during for from in into of off on out over "
    "through to under until up with"
)
_COMMON_CONJUNCTIONS = word_set("and but if or because as while nor so than")
_COMMON_ADVERBS = word_set("again further then once here there not no only own same too very just now")
_QUANTIFIERS = word_set("all any both each few more most other some such")
_STANDARD_PRONOUNS = (PERSONAL | POSSESSIVE | REFLEXIVE) - word_set("mine thee thou thy thine thyself")

STOP_WORDS = (
    ARTICLES | _DEMONSTRATIVES | _QUESTIONS | BE_HAVE_DO | frozenset({"can", "will", "should"})
    | _COMMON_PREPOSITIONS | _COMMON_CONJUNCTIONS | _COMMON_ADVERBS | _QUANTIFIERS | _STANDARD_PRONOUNS
)  # fmt: skip
"""What every list of English stop words holds."""

SOMETIMES_STOP_WORDS = (
    MODALS | INDEFINITE | WHO | SOMETIMES_PRONOUNS | frozenset(COORDINATORS) | word_set("mine whence whither")
    | word_set("across along already also although always among amongst around aside away back became become becomes "
        "behind beside besides beyond despite else elsewhere ever every except first former get give go hence "
        "hereby herein however indeed inside instead last latter least likewise made make maybe meanwhile moreover "
        "mostly namely near nearly never nevertheless next nowhere often onto otherwise outside perhaps per please "
        "put quite rather really regarding said say see seem seemed seems since sometimes somewhere somehow still "
        "take therefore thereby though throughout thus together toward towards unless unlike upon us use used using "
        "various via well whenever whereas wherever whether within without yes zero like many much even let lot")
) - STOP_WORDS  # fmt: skip
"""What some lists of English stop words hold and others do not."""

NEVER_VERBS = (
    ARTICLES | PERSONAL | POSSESSIVE | REFLEXIVE | INDEFINITE | WHO | _DEMONSTRATIVES | _QUESTIONS
    | _COMMON_PREPOSITIONS | frozenset(COORDINATORS)
    | word_set("if because as while than although though since unless whereas here there not no once then very just")
    | word_set("also however therefore thus indeed perhaps maybe yes")
) - word_set("down up out")  # fmt: skip
"""Words of closed classes that are never verbs."""
