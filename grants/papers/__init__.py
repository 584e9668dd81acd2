"""One frozen dataclass per kind of document: exactly what is printed, already computed and already in German.

letterhead.py     who writes: county, office, bank, signatures
elements.py       what papers are made of: numbers that know their figure, table rows, tables
disclosure.py     no total behind which stand fewer than three persons leaves the county
narrative.py      typed texts of the office
proof.py          Gesamtverwendungsnachweis, its tables in proof_tables.py
overview.py       Verteilung auf die Städte und Gemeinden
statement.py      Abrechnung der Weitergabe an einen Träger
committee.py      Sitzungsvorlage
edition.py        number and day of an issued paper
index.py          the page that leads to everything
"""
