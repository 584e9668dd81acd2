"""The book: append-only tables, one transaction per file. The only home of sqlmodel and sqlalchemy.

schema.py   the tables, their checks and the triggers that refuse every change and deletion
engine.py   how a connection is opened so that nothing is lost: locking, durability, errors without data
store.py    what can be asked of the book and the one way something is written into it
"""
