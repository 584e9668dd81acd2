"""The book: append-only tables in a chain of seals. The only home of sqlmodel, sqlalchemy, psycopg and alembic.

store.py         the book as others see it: what can be asked, and the few ways something gets in
engine.py        the one way to a database: an engine for an address, and transactions
sqlite.py postgresql.py errors.py    how each is opened so that nothing is lost; what it says, in German
schema.py guards.py                  the tables, and the triggers that refuse every change and deletion
versions.py migrations/              which version a book has, and how an older one is brought up

booking.py checks.py corrections.py  a file gets in, what may get in, single corrections worked out
years.py freezing.py                 the year's row that booking and freezing lock; the freeze
issuing.py                           the register of issued papers
queries.py facts.py                  rows to facts and back

seal.py log.py                       canonical content and its SHA-256; the two chains
sealed_rows.py verification.py personal.py    every row, file and name against the chain
deletion.py remains.py               personal data by plan, to the last byte
backup.py transfer.py                verified copies; from one database to the other
"""
