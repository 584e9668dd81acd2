"""What papers can print is what the bundled faces have; a character that none has is refused by its name at import."""

from __future__ import annotations

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ledger.imports.parse import CellError, printable
from ledger.imports.printable_text import printable_ranges
from tests.output.name_samples import MIXED, NAMES
from tools.bundle_fonts import PRINTABLE, printable_text

# DIN 91379:2022-08: the normative letters and sequences of names in German registers, and the extended Greek and
# Bulgarian letters.
DIN_91379 = """
A B C D E F G H I J K L M N O P Q R S T U V W X Y Z a b c d e f g h i j k l m n o p q r s t u v w x y z
À Á Â Ã Ä Å Æ Ç È É Ê Ë Ì Í Î Ï Ð Ñ Ò Ó Ô Õ Ö Ø Ù Ú Û Ü Ý Þ ß à á â ã ä å æ ç è é ê ë ì í î ï ð ñ ò ó ô
õ ö ø ù ú û ü ý þ ÿ Ā ā Ă ă Ą ą Ć ć Ĉ ĉ Ċ ċ Č č Ď ď Đ đ Ē ē Ĕ ĕ Ė ė Ę ę Ě ě Ĝ ĝ Ğ ğ Ġ ġ Ģ ģ Ĥ ĥ Ħ ħ Ĩ ĩ
Ī ī Ĭ ĭ Į į İ ı Ĳ ĳ Ĵ ĵ Ķ ķ ĸ Ĺ ĺ Ļ ļ Ľ ľ Ŀ ŀ Ł ł Ń ń Ņ ņ Ň ň ŉ Ŋ ŋ Ō ō Ŏ ŏ Ő ő Œ œ Ŕ ŕ Ŗ ŗ Ř ř Ś ś Ŝ ŝ
Ş ş Š š Ţ ţ Ť ť Ŧ ŧ Ũ ũ Ū ū Ŭ ŭ Ů ů Ű ű Ų ų Ŵ ŵ Ŷ ŷ Ÿ Ź ź Ż ż Ž ž Ƈ ƈ Ə Ɨ Ơ ơ Ư ư Ʒ Ǎ ǎ Ǐ ǐ Ǒ ǒ Ǔ ǔ Ǖ ǖ
Ǘ ǘ Ǚ ǚ Ǜ ǜ Ǟ ǟ Ǣ ǣ Ǥ ǥ Ǧ ǧ Ǩ ǩ Ǫ ǫ Ǭ ǭ Ǯ ǯ ǰ Ǵ ǵ Ǹ ǹ Ǻ ǻ Ǽ ǽ Ǿ ǿ Ȓ ȓ Ș ș Ț ț Ȟ ȟ ȧ Ȩ ȩ Ȫ ȫ Ȭ ȭ Ȯ ȯ Ȱ ȱ
Ȳ ȳ ə ɨ ʒ Ḃ ḃ Ḇ ḇ Ḋ ḋ Ḍ ḍ Ḏ ḏ Ḑ ḑ ḗ Ḝ ḝ Ḟ ḟ Ḡ ḡ Ḣ ḣ Ḥ ḥ Ḧ ḧ Ḩ ḩ Ḫ ḫ ḯ Ḱ ḱ Ḳ ḳ Ḵ ḵ Ḷ ḷ Ḻ ḻ Ṁ ṁ Ṃ ṃ Ṅ ṅ Ṇ
ṇ Ṉ ṉ Ṓ ṓ Ṕ ṕ Ṗ ṗ Ṙ ṙ Ṛ ṛ Ṟ ṟ Ṡ ṡ Ṣ ṣ Ṫ ṫ Ṭ ṭ Ṯ ṯ Ẁ ẁ Ẃ ẃ Ẅ ẅ Ẇ ẇ Ẍ ẍ Ẏ ẏ Ẑ ẑ Ẓ ẓ Ẕ ẕ ẖ ẗ ẞ Ạ ạ Ả ả Ấ ấ
Ầ ầ Ẩ ẩ Ẫ ẫ Ậ ậ Ắ ắ Ằ ằ Ẳ ẳ Ẵ ẵ Ặ ặ Ẹ ẹ Ẻ ẻ Ẽ ẽ Ế ế Ề ề Ể ể Ễ ễ Ệ ệ Ỉ ỉ Ị ị Ọ ọ Ỏ ỏ Ố ố Ồ ồ Ổ ổ Ỗ ỗ Ộ ộ
Ớ ớ Ờ ờ Ở ở Ỡ ỡ Ợ ợ Ụ ụ Ủ ủ Ứ ứ Ừ ừ Ử ử Ữ ữ Ự ự Ỳ ỳ Ỵ ỵ Ỷ ỷ Ỹ ỹ
A̋ C̀ C̄ C̆ C̈ C̕ C̣ C̦ C̨̆ D̂ F̀ F̄ G̀ H̄ H̦ H̱ J́ J̌ K̀ K̂ K̄ K̇ K̕ K̛ K̦ K͟H K͟h L̂ L̥ L̥̄ L̦ M̀ M̂ M̆ M̐ N̂ N̄ N̆ N̦
P̀ P̄ P̕ P̣ R̆ R̥ R̥̄ S̀ S̄ S̛̄ S̱ T̀ T̄ T̈ T̕ T̛ U̇ Z̀ Z̄ Z̆ Z̈ Z̧ a̋ c̀ c̄ c̆ c̈ c̕ c̣ c̦ c̨̆ d̂ f̀ f̄ g̀ h̄ h̦ j́ k̀
k̂ k̄ k̇ k̕ k̛ k̦ k͟h l̂ l̥ l̥̄ l̦ m̀ m̂ m̆ m̐ n̂ n̄ n̆ n̦ p̀ p̄ p̕ p̣ r̆ r̥ r̥̄ s̀ s̄ s̛̄ s̱ t̀ t̄ t̕ t̛ u̇ z̀ z̄ z̆ z̈ z̧
Ç̆ Û̄ ç̆ û̄ ÿ́ Č̕ Č̣ č̕ č̣ ē̍ Ī́ ī́ ō̍ Ž̦ Ž̧ ž̦ ž̧ Ḳ̄ ḳ̄ Ṣ̄ ṣ̄ Ṭ̄ ṭ̄ Ạ̈ ạ̈ Ọ̈ ọ̈ Ụ̄ Ụ̈ ụ̄ ụ̈
' , - . ` ~ ¨ ´ · ʹ ʺ ʾ ʿ ˈ ˌ ’ ‡ ! " # $ % & ( ) * + / 0 1 2 3 4 5 6 7 8 9 : ; < = > ? @ [ \\ ] ^ _ { | } ¡ ¢ £ ¥ §
© ª « ¬ ® ¯ ° ± ² ³ µ ¶ ¹ º » ¿ × ÷ € ¤ ¦ ¸ ¼ ½ ¾
Ά Έ Ή Ί Ό Ύ Ώ ΐ Α Β Γ Δ Ε Ζ Η Θ Ι Κ Λ Μ Ν Ξ Ο Π Ρ Σ Τ Υ Φ Χ Ψ Ω Ϊ Ϋ ά έ ή ί ΰ α β γ δ ε ζ η θ ι κ λ μ ν ξ ο π ρ ς σ τ
υ φ χ ψ ω ϊ ϋ ό ύ ώ Ѝ А Б В Г Д Е Ж З И Й К Л М Н О П Р С Т У Ф Х Ц Ч Ш Щ Ъ Ь Ю Я а б в г д е ж з и й к л м н о п р с т
у ф х ц ч ш щ ъ ь ю я ѝ ƒ ʰ ʳ ˆ ˜ ˢ ᵈ ᵗ ‘ ‚ “ ” „ † … ‰ ′ ″ ‹ › ⁰ ⁴ ⁵ ⁶ ⁷ ⁸ ⁹ ⁿ ₀ ₁ ₂ ₃ ₄ ₅ ₆ ₇ ₈ ₉ ™ ∞ ≤ ≥
"""

NEVER_DRAWN = frozenset("\u00ad\u034f\u061c\u200b\u200c\u200d\u200e\u200f\ufeff")

# What a text must not hold, with what the refusal says of it.
REFUSED = {
    "Chinese": ("李明", "„李“ (U+674E, chinesisches Schriftzeichen)", "Umschrift"),
    "Korean": ("김", "(U+AE40, koreanisches Schriftzeichen)", "Umschrift"),
    "Japanese": ("すずき", "(U+3059, japanisches Schriftzeichen)", "Umschrift"),
    "Tamil": ("தமிழ்", "(U+0BA4, tamilisches Schriftzeichen)", "Umschrift"),
    "Tibetan": ("བསྟན", "(U+0F56, Buchstabe einer anderen Schrift)", "Umschrift"),
    "emoji": ("Fest 🎉", "„🎉“ (U+1F389, Bildzeichen oder Sonderzeichen)", "weglassen"),
    "a selector of looks": ("☒\ufe0f", "(U+FE0F, Zusatz zu einem Buchstaben)", ""),
    "private use": ("A\ue000", "(U+E000, Zeichen zum privaten Gebrauch)", "neu eintippen"),
    "an unassigned number": ("A\u0378", "(U+0378, nicht vergebenes Zeichen)", "neu eintippen"),
    "no character": ("A\uffff", "(U+FFFF, nicht vergebenes Zeichen)", "neu eintippen"),
    "a lost character": ("Br\ufffdssel", "(U+FFFD, Ersatz für ein verlorenes Zeichen)", "UTF-8"),
    "a control": ("A\x07", "(U+0007, Steuerzeichen)", "neu eintippen"),
    "half a character": ("A\ud83d", "(U+D83D, halbes Zeichen)", "neu eintippen"),
    "an end of line": ("A\u2028B", "(U+2028, Zeilentrenner)", "neu eintippen"),
    "an embedding": ("A\u202bB", "Schreibrichtung umkehrt (U+202B)", "neu eintippen"),
    "an override": ("Rechnung\u202efdp.exe", "Schreibrichtung umkehrt (U+202E)", "neu eintippen"),
    "an isolate": ("A\u2066B", "Schreibrichtung umkehrt (U+2066)", "neu eintippen"),
    "the end of an isolate": ("A\u2069B", "Schreibrichtung umkehrt (U+2069)", "neu eintippen"),
}


def test_the_characters_are_those_of_the_bundled_faces() -> None:
    assert PRINTABLE.read_text("utf-8") == printable_text()


@pytest.mark.parametrize("name", [*NAMES.values(), *MIXED])
def test_a_name_of_any_of_these_languages_is_read_as_it_stands(name: str) -> None:
    assert printable(name) == name


def test_every_letter_and_sequence_of_the_german_norm_for_names_is_read() -> None:
    for sequence in DIN_91379.split():
        assert printable(sequence) == unicodedata.normalize("NFC", sequence)


@pytest.mark.parametrize("joiner", ["\u200c", "\u200d"])
def test_a_joiner_between_arabic_letters_belongs_to_a_name(joiner: str) -> None:
    for name in (f"نوری{joiner}زاده", f"نوریَ{joiner}زاده"):
        assert printable(name) == name


@pytest.mark.parametrize(
    "sign", ["\u00ad", "\u034f", "\u061c", "\u200b", "\u200c", "\u200d", "\u200e", "\u200f", "\ufeff"]
)
def test_a_sign_that_nobody_sees_is_refused_with_its_place(sign: str) -> None:
    with pytest.raises(CellError) as refusal:
        printable(f"Brunn{sign}wangen")
    assert f"an der 6. Stelle ein unsichtbares Zeichen (U+{ord(sign):04X}, " in refusal.value.text
    assert refusal.value.remedy == "Bitte das Zeichen löschen oder den Text neu eintippen."


@pytest.mark.parametrize(
    "text", ["زاده\u200c", "\u200dزاده", "ز\u200c\u200dاده", "نوری\u200f زاده", "ז\u200dה", "3\u200cز"]
)
def test_a_joiner_at_the_end_of_a_word_or_in_another_script_is_refused(text: str) -> None:
    with pytest.raises(CellError, match="ein unsichtbares Zeichen"):
        printable(text)


@pytest.mark.parametrize("text", ["\u200d", "\u200b", "\ufeff\u200e", " \u200b\u00a0", "\u00ad\u00ad"])
def test_a_text_of_invisible_signs_alone_is_empty(text: str) -> None:
    with pytest.raises(CellError, match="Der Text ist leer"):
        printable(text)


@pytest.mark.parametrize(("text", "named", "remedy"), REFUSED.values(), ids=REFUSED)
def test_a_character_that_no_face_has_is_refused_by_its_name(text: str, named: str, remedy: str) -> None:
    with pytest.raises(CellError) as caught:
        printable(text)
    assert named in caught.value.text
    assert remedy in caught.value.remedy


def test_decomposed_letters_are_composed() -> None:
    assert printable("Nguye\u0302\u0303n") == "Nguyễn"


def test_eight_marks_on_a_letter_are_read_and_nine_are_not() -> None:
    # After composing, q keeps all its marks.
    assert printable("q" + "\u0323" * 8) == "q" + "\u0323" * 8
    with pytest.raises(CellError, match="zu viele Zeichen"):
        printable("q" + "\u0323" * 9)


def test_five_hundred_characters_of_any_script_are_read_and_one_more_is_not() -> None:
    assert printable("ገ" * 500) == "ገ" * 500
    with pytest.raises(CellError, match="zu lang"):
        printable("ገ" * 501)


@given(st.characters())
def test_a_character_is_read_exactly_when_a_face_has_it(sign: str) -> None:
    composed = unicodedata.normalize("NFC", sign)
    known = all(any(first <= ord(each) <= last for first, last in printable_ranges()) for each in composed)
    try:
        printable(f"A{sign}B")
    except CellError:
        assert not known or sign in NEVER_DRAWN
    else:
        assert sign not in NEVER_DRAWN
        assert known or sign in "\u2009\u202f"
