"""Who writes: the county with its office, contact, bank account and signing functions (never names of persons)."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from grants.settle.documents import Fields


@dataclass(frozen=True, slots=True)
class Logo:
    """Wappen oder Logo of the county's own layout: the words that stand for it, and a PNG (data:) or an SVG."""

    text: str
    png: str = ""
    svg: str = ""


@dataclass(frozen=True, slots=True)
class County:
    """Landkreis als Absender; the logo comes from its own layout."""

    name: str
    key: str
    authority: str
    department: str
    office: str
    street: str
    postcode: str
    town: str
    phone: str
    email: str
    web: str
    contact: str
    contact_phone: str
    contact_email: str
    bank_holder: str
    iban: str
    bic: str
    bank: str
    signed_at: str
    signatory: str
    certifies_content: str
    certifies_sums: str
    logo: Logo | None = None


def read_county(fields: Fields) -> County:
    """Return the county of ``foerderbuch.toml``. Raises UnreadableError naming the missing key."""
    county, contact, bank = fields.table("landkreis"), fields.table("kontakt"), fields.table("bank")
    signature, certified = fields.table("unterschrift"), fields.table("pruefung")
    return County(
        name=county.text("name"),
        key=county.text("ags"),
        authority=county.text("behoerde"),
        department=county.text("dezernat"),
        office=county.text("amt"),
        street=county.text("strasse"),
        postcode=county.text("plz"),
        town=county.text("ort"),
        phone=county.text("telefon"),
        email=county.text("email"),
        web=county.text("web"),
        contact=contact.text("funktion"),
        contact_phone=contact.text("telefon"),
        contact_email=contact.text("email"),
        bank_holder=bank.text("inhaber"),
        iban=bank.iban("iban"),
        bic=bank.text("bic"),
        bank=bank.text("institut"),
        signed_at=signature.text("ort"),
        signatory=signature.text("funktion"),
        certifies_content=certified.text("sachlich"),
        certifies_sums=certified.text("rechnerisch"),
    )
