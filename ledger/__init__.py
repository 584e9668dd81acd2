"""The ground floor: money, time, people, carriers, booked costs, imports and the book. Knows no law.

files ──> imports (cells ─> recognised format ─> records + findings) ──> checks ──> book (append-only)

money.py apportion.py fte.py period.py    what is counted: cents, shares, ten-thousandths of a post, time
carrier.py staff.py cost.py               who: carriers, persons, posts, tenures; what: cost kinds, entries
finding.py german.py files.py             how the floor speaks: findings, German formats, safe writing
imports/                                  files as offices send them, cell by cell, never guessed
book/                                     the book itself; the only home of sqlmodel and sqlalchemy
"""
