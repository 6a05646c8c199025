"""Words that American and British English spell differently, and which of them both accept."""

from __future__ import annotations

from itertools import product

from adhere.constraints.function_words import word_set

_OUR = word_set(
    "armor behavior candor clamor color demeanor endeavor favor fervor flavor harbor honor humor labor neighbor odor "
    "parlor rancor rigor rumor savior savor splendor tumor valor vapor vigor"
)
_OUR_ENDINGS = word_set("s ed ing ful fully less able ably ite ites er ers hood hoods ly al ally y") | {""}
_RE = word_set("caliber center fiber liter luster meager saber scepter somber specter theater kilometer centimeter")
_DOUBLED = word_set(
    "channel counsel dial equal fuel jewel label level marvel model panel pedal pencil quarrel rival shovel signal "
    "travel tunnel unravel"
)
_IZE = word_set(
    "apolog categor character civil critic custom emphas final formal general harmon hospital ideal industrial legal "
    "maxim memor minim mobil modern normal optim organ personal popular priorit real recogn revolution special stabil "
    "standard summar symbol sympath util visual"
)
_IZE_ENDINGS = word_set("e es ed ing ation ations ational er ers")
_YZE = tuple(product(("anal", "paral", "catal"), ("e", "ed", "ing", "er", "ers")))

_PAIRS = dict(
    pair.split("/")
    for pair in word_set(
        "gray/grey grayish/greyish plow/plough plows/ploughs plowed/ploughed skeptic/sceptic skeptics/sceptics "
        "skeptical/sceptical skepticism/scepticism aluminum/aluminium mustache/moustache mustaches/moustaches "
        "pajamas/pyjamas jewelry/jewellery airplane/aeroplane airplanes/aeroplanes maneuver/manoeuvre "
        "maneuvers/manoeuvres maneuvering/manoeuvring defense/defence defenses/defences offense/offence "
        "offenses/offences pretense/pretence enroll/enrol enrolls/enrols enrollment/enrolment fulfill/fulfil "
        "fulfills/fulfils fulfillment/fulfilment skillful/skilful skillfully/skilfully willful/wilful "
        "installment/instalment installments/instalments anesthetic/anaesthetic anesthesia/anaesthesia "
        "archeology/archaeology diarrhea/diarrhoea esophagus/oesophagus estrogen/oestrogen hemoglobin/haemoglobin "
        "leukemia/leukaemia orthopedic/orthopaedic pediatric/paediatric pediatrician/paediatrician cozy/cosy "
        "coziness/cosiness mold/mould molds/moulds moldy/mouldy molding/moulding molt/moult smolder/smoulder "
        "smoldering/smouldering woolen/woollen licorice/liquorice tidbit/titbit councilor/councillor "
        "counselor/counsellor counselors/counsellors marvelous/marvellous checkbook/chequebook "
        "draftsman/draughtsman caldron/cauldron savory/savoury favorite/favourite favorites/favourites"
    )
)
_BRITISH_ALONE = word_set(
    "cheque cheques tyre tyres kerb kerbs storey storeys licence licences practise practised practising practises "
    "programme programmes metre metres millimetre millimetres ageing whilst gaol"
)
_BOTH_IN_AMERICA = word_set(
    "grey greyish archaeology cauldron moustache moustaches orthopaedic licence practise practises storey whilst "
    "cancelled cancelling theatre theatres sceptre spectre saviour marvellous mould ageing fulfil enrol"
)
"""British spellings that American dictionaries list as well: they leave a verdict open."""
_BOTH_IN_BRITAIN = word_set("medieval enroll fulfill airplane airplanes archeology caldron skillful woolen tidbit gray")
"""American spellings that British dictionaries list as well."""


def _swapped(word: str) -> str:
    return f"{word[:-2]}re"


_AMERICAN_OUR = {word + ending for word, ending in product(_OUR, _OUR_ENDINGS)}
_BRITISH_OUR = {f"{word[:-2]}our{ending}" for word, ending in product(_OUR, _OUR_ENDINGS)}
_AMERICAN_RE = {word + ending for word, ending in product(_RE, ("", "s"))} | word_set("centered centering")
_BRITISH_RE = {_swapped(word) + ending for word, ending in product(_RE, ("", "s"))} | word_set("centred centring")
_AMERICAN_L = {word + ending for word, ending in product(_DOUBLED, ("ed", "ing", "er", "ers"))}
_BRITISH_L = {f"{word}l{ending}" for word, ending in product(_DOUBLED, ("ed", "ing", "er", "ers"))}
_OXFORD = {f"{stem}iz{ending}" for stem, ending in product(_IZE, _IZE_ENDINGS)}
_ISE = {f"{stem}is{ending}" for stem, ending in product(_IZE, _IZE_ENDINGS)} - word_set("realist specialist")

AMERICAN = frozenset(
    _AMERICAN_OUR | _AMERICAN_RE | _AMERICAN_L | set(_PAIRS) | {f"{stem}yz{ending}" for stem, ending in _YZE}
) - _BOTH_IN_BRITAIN  # fmt: skip
"""Spellings that British English does not have."""
AMERICAN_PERHAPS = frozenset(_OXFORD | _BOTH_IN_BRITAIN)
"""Spellings of American English that some in Britain use as well: -ize is that of Oxford."""
BRITISH = frozenset(
    _BRITISH_OUR | _BRITISH_RE | _BRITISH_L | _ISE | set(_PAIRS.values()) | _BRITISH_ALONE
    | {f"{stem}ys{ending}" for stem, ending in _YZE}
) - _BOTH_IN_AMERICA  # fmt: skip
"""Spellings that American English does not have."""
BRITISH_PERHAPS = _BOTH_IN_AMERICA
"""Spellings of British English that some in America use as well."""
