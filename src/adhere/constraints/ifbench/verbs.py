"""English verbs that open replies: those that are nothing else, and those that are nouns or adjectives as well."""

from __future__ import annotations

from adhere.constraints.function_words import word_set

ALWAYS_VERBS = word_set(
    "accept accomplish achieve acknowledge acquire adapt add added adjust admire admit adopt advise agree allow "
    "analyse analyze announce apologize appear appeared apply appreciate argue arise arrange arrive ask assemble "
    "assess assign assist assume attend avoid became become began begin behold believe belong borrow bring brought "
    "build built calculate came carry categorize celebrate choose chose clarify classify collect combine come "
    "communicate compare complain compose conceive concentrate conclude confirm connect consider considered consist "
    "construct consult contain continue contribute convert convince create created decide decided define deliver "
    "demonstrate deny depend describe described deserve destroy determine develop differ disagree disappear "
    "discover discuss distinguish divide earn eat embed emerge emphasize employ enable encourage engage enhance "
    "enjoy ensure enter establish evaluate examine exist expand expect explain explore explored express extend fail "
    "find follow forget forgive found gather gave generate get give go grew grow happen hear identify ignore "
    "illustrate imagine implement imply improve include incorporate indicate inform install integrate introduce "
    "invent investigate invite involve join keep kept knew know lead learn learned let listen locate lose made "
    "maintain make meet met modify multiply obtain occur organise organize participate perform persuade prepare "
    "preserve prevent proceed promote propose protect prove provide publish pursue put realize receive recognize "
    "recommend reconsider reduce refer reflect refuse relate relax rely remain remember remind remove replace "
    "represent require resolve respond reveal revise said say see seek seem select sell send sent showed simplify "
    "sing sit solve speak specify strengthen submit succeed suggest summarise summarize suppose surround survive "
    "take taught teach tell think told took translate try understand understood unleash utilise utilize verify "
    "visualize went write wrote"
)
"""Words that are hardly ever another part of speech at the beginning of a text."""

OFTEN_VERBS = word_set(
    "address aim answer approach attempt back balance base bear bind book break brush buy call capture care cast "
    "catch center challenge change charge check circle claim clean clear climb close color comfort compound conduct "
    "control cook cool copy cost count cover craft cross cut dance deal delight design direct display double doubt "
    "draft drag draw dream dress drink drive drop embrace empty end envy escape estimate exercise experience "
    "extract face fear feed feel fight figure file fill film finish fire fit fix flash float flow fly focus fold "
    "force form frame free freeze function gain guard guess guide hand handle hang hate head help highlight hit "
    "hold honor hope host hunt impact increase insert interest iron issue journey judge jump kick kill laugh launch "
    "lay leap leave level lift light like limit link list live load lock long look love map mark master match "
    "matter mean measure mention mind mix model monitor mount move name need note notice number observe offer open "
    "order outline own pack paint park pass pay pick picture pitch place plan plant play point pose post pour power "
    "practice praise present press print process produce program project promise pull push question quote race rain "
    "raise range reach read recall record regret release report rescue research respect rest result return review "
    "reward ride ring rise risk roll rule run sail save saw scale scan score search secure sense separate serve set "
    "shape share shift shine show sign sketch sleep smell smile sound spark spend split spoke spread stage stand "
    "star start state stay step stick stop store structure study style support surprise swim switch talk target "
    "taste test thank thought throw tie time touch trace track trade train transfer transform transport travel "
    "treat trust turn update use used value view visit voice vote wait wake walk want warm warn wash waste watch "
    "water weigh welcome win wish wonder work worry"
)
"""Words that are verbs as well as something else."""
