"""The county's own layout: what ``hausvorlage/`` may hold, and what documents take from it."""
