"""What a foreign .docx may consist of, and what in one acts or hides something, each with the remedy."""

from __future__ import annotations

import re

from grants.output.word.refusal import SAVE

CLEAN = "Bitte ihn aus dem Dokument entfernen und es neu speichern."

_WORD = r"application/vnd\.openxmlformats-officedocument\.wordprocessingml\."
KNOWN_TYPE = re.compile(
    rf"{_WORD}(document\.main|document\.glossary|styles|settings|webSettings|fontTable|numbering|footnotes|endnotes"
    r"|header|footer|comments|commentsExtended|commentsIds|commentsExtensible|people)\+xml"
    rf"|{_WORD}printerSettings"
    r"|application/vnd\.ms-word\.stylesWithEffects\+xml"
    r"|application/vnd\.ms-office\.(classificationlabels|intelligence2)\+xml"
    r"|application/vnd\.openxmlformats-officedocument\.(theme|customXmlProperties|extended-properties|custom-properties)\+xml"
    r"|application/vnd\.openxmlformats-package\.(relationships|core-properties)\+xml"
    r"|application/xml|image/(png|jpeg|jpg|gif|x-emf|x-wmf|tiff|bmp|svg\+xml)"
)
KNOWN_RELATIONS = frozenset(
    {
        *("officeDocument", "core-properties", "extended-properties", "custom-properties", "thumbnail", "styles"),
        *("settings", "webSettings", "fontTable", "theme", "numbering", "footnotes", "endnotes", "header", "footer"),
        *("image", "customXml", "customXmlProps", "glossaryDocument", "stylesWithEffects", "comments", "people"),
        *(
            "commentsExtended",
            "commentsIds",
            "commentsExtensible",
            "printerSettings",
            "classificationlabels",
            "intelligence2",
        ),
    }
)
_MACROS = ("Makros", "Bitte das Dokument als „Word-Dokument (.docx)“ ohne Makros speichern.")
_FONT = (
    "eine eingebettete Schrift",
    "Bitte unter „Optionen – Speichern“ das Einbetten von Schriftarten ausschalten.",
)
_MAIL_MERGE = (
    "einen Seriendruck mit Datenquelle",
    "Bitte den Seriendruck auf „Normales Word-Dokument“ zurückstellen.",
)
# What acts or hides something, by the end of a relationship's type or of a content type, or by an element's name.
HARMFUL = {
    "attachedTemplate": (
        "eine angefügte Dokumentvorlage",
        "Bitte unter „Entwicklertools – Dokumentvorlage“ die Vorlage Normal anfügen und das Dokument neu speichern.",
    ),
    "vbaProject": _MACROS,
    "vbaData": _MACROS,
    "wordVbaData": _MACROS,
    "keyMapCustomizations": ("Tastenbelegungen für Makros", SAVE),
    "attachedToolbars": ("Symbolleisten mit Makros", SAVE),
    "aFChunk": ("ein eingefügtes fremdes Dokument (altChunk)", CLEAN),
    "altChunk": ("ein eingefügtes fremdes Dokument (altChunk)", CLEAN),
    "subDocument": ("ein Unterdokument", CLEAN),
    "subDoc": ("ein Unterdokument", CLEAN),
    "oleObject": ("ein eingebettetes Objekt", "Bitte es durch ein Bild (PNG) ersetzen."),
    "OLEObject": ("ein eingebettetes Objekt", "Bitte es durch ein Bild (PNG) ersetzen."),
    "object": ("ein eingebettetes Objekt", "Bitte es durch ein Bild (PNG) ersetzen."),
    "package": ("eine eingebettete Datei", "Bitte sie durch ein Bild (PNG) ersetzen."),
    "control": ("ein ActiveX-Steuerelement", CLEAN),
    "activeX": ("ein ActiveX-Steuerelement", CLEAN),
    "ocx": ("ein ActiveX-Steuerelement", CLEAN),
    "font": _FONT,
    "obfuscatedFont": _FONT,
    "mailMerge": _MAIL_MERGE,
    "mailMergeSource": _MAIL_MERGE,
}
HARMFUL_ELEMENTS = frozenset(
    {"attachedTemplate", "altChunk", "subDoc", "OLEObject", "object", "control", "ocx", "mailMerge"}
)
EMBEDDED_FONTS = frozenset({"embedRegular", "embedBold", "embedItalic", "embedBoldItalic"})
