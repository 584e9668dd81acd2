"""The book: append-only tables, one transaction per file. The only home of sqlmodel, sqlalchemy, psycopg and alembic.

schema.py      the tables, their checks and the triggers that refuse every change and deletion
engine.py      the one way in: an engine for an address, and transactions
sqlite.py      how a book in a file is opened so that nothing is lost
postgresql.py  the same for a book on a server
errors.py      what a database says, in German and without data
versions.py    which version of the schema a book has, and how an older one is migrated
migrations/    one revision for each version, run by Alembic
store.py       what can be asked of the book and the one way something is written into it
"""
