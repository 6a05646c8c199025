from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from adhere.text import LANGUAGES, Document

if TYPE_CHECKING:
    from collections.abc import Callable

SAMPLES = {
    "en": "The children went to the river to look for smooth stones.",
    "de": "Die Kinder gingen zum Fluss, um glatte Steine zu suchen.",
    "fr": "Les enfants sont allés à la rivière chercher des pierres lisses.",
    "es": "Los niños fueron al río a buscar piedras lisas.",
    "it": "I bambini andarono al fiume a cercare pietre lisce.",
    "pt": "As crianças foram ao rio procurar pedras lisas.",
    "ru": "Дети пошли к реке искать гладкие камни.",
    "zh": "孩子们去河边寻找光滑的石头。",
    "ja": "子どもたちはなめらかな石を探しに川へ行きました。",
    "ko": "아이들은 매끄러운 돌을 찾으러 강으로 갔다.",
    "hi": "बच्चे चिकने पत्थर खोजने के लिए नदी पर गए।",
    "ar": "ذهب الأطفال إلى النهر للبحث عن حجارة ملساء.",
    "vi": "Những đứa trẻ ra sông tìm những viên đá nhẵn.",
    "fi": "Lapset menivät joelle etsimään sileitä kiviä.",
    "bg": "Децата отидоха до реката да търсят гладки камъни.",
    "th": "เด็กๆ ไปที่แม่น้ำเพื่อหาก้อนหินเรียบ",
}


def shouted(text: str) -> str:
    """Return capitals with one small word among them, which makes the whole no upper case to Python."""
    return f"{text.upper()} (ok)"


@pytest.mark.parametrize("code", SAMPLES)
@pytest.mark.parametrize("change", [str, str.upper, str.lower, shouted])
def test_a_language_is_known_whatever_the_case(code: str, change: Callable[[str], str]) -> None:
    language = Document(change(SAMPLES[code])).language
    assert language is not None
    assert language.code == code
    assert 0 < language.probability <= 1


@pytest.mark.parametrize(
    "text", ["", "42 + 17 = 59", "😀😀😀😀😀😀", "Yes.", "```\nfor line in open(path): print(line)\n```"]
)
def test_too_few_letters_name_no_language(text: str) -> None:
    assert Document(text).language is None


def test_code_does_not_count() -> None:
    code = "```\n" + "while not done: result = compute(value) and print(result)\n" * 5 + "```"
    language = Document(f"{SAMPLES['de']}\n\n{code}").language
    assert language is not None
    assert language.code == "de"


def test_blanks_at_the_ends_of_lines_change_nothing() -> None:
    text = "Mr.  word\nMr. \ntiger rabbit\n\n1,000 word {}\n\nword\nember\n\nword butword"
    plain = Document("\n".join(line.rstrip() for line in text.split("\n"))).language
    assert Document(text).language == plain
    assert Document(text.replace("\n", " \t  \n")).language == plain


def test_the_identifier_of_others_is_left_alone() -> None:
    from py3langid import langid

    assert Document(SAMPLES["en"]).language is not None
    assert langid.IDENTIFIER is None
    assert set(SAMPLES) <= LANGUAGES
