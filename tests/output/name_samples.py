"""Names as they come to a county, by the language they are from; all of them can be printed and imported."""

from __future__ import annotations

NAMES = {
    "Vietnamesisch": "Nguyễn Thị Hồng",
    "Türkisch": "Çelik Şükrü Iğdır",
    "Russisch": "Иванова Ольга",
    "Ukrainisch": "Ґалаґан Їжакевич Євген",
    "Kasachisch": "Әлия Қасымқызы Ұлы",
    "Serbisch": "Ћирић Љубица",
    "Kroatisch": "Kovač-Đorđević",
    "Griechisch": "Παπαδόπουλος Ἀλέξανδρος",
    "Irisch": "O’Neill",
    "Haussa": "Ƙaddu Ɓala Ɗan Jumma",
    "Tigrinisch": "ትግስቲ ኣብርሃም",
    "Amharisch": "ገብረ ሚካኤል ተስፋዬ",
    "Arabisch": "محمد الأحمد",
    "Persisch": "محمدرضا نوری\u200cزاده",
    "Urdu": "ٹیپو گھوش ڑے",
    "Paschtunisch": "پښتو ځوان ټولنه ګل",
    "Sorani": "ڕێبوار ھەڵۆ ڤیان",
    "Hebräisch": "חיים כהן",
    "Georgisch": "გიორგი მაისურაძე",
    "Armenisch": "Արմեն Պետրոսյան",
    "Deutsch": "Müller & Söhne <GbR>",
}
MIXED = ("محمد (Stelle 3)", "Stelle 3 (חיים), halbe Stelle", "Frau ትግስቲ Müller-Иванова")
