"""Answers in Neo4j that reach nobody yet, and the author of what each answers."""

import pyarrow as pa

from graph.keeping.answers import LONGEST_ID, MAIL
from graph.neo4j.rows import READ, rows_of
from graph.neo4j.server import Transaction

__all__ = ["answered"]

# The hints are for a server that plans while it has little data and keeps to that.
_ANSWERS = f"""
    MATCH (i:Post) USING INDEX i:Post(id)
    WHERE i.id STARTS WITH '{MAIL}' AND i.in_reply_to STARTS WITH '{MAIL}'
        AND size(i.in_reply_to) <= {LONGEST_ID}
    MATCH (a:Identity)-[:POSTED]->(i)
    CALL (i) {{
        MATCH (b:Identity)-[p:INTERACTED {{id: i.in_reply_to}}]->(:Identity)
        USING INDEX SEEK p:INTERACTED(id) RETURN DISTINCT b.key AS author
        UNION
        MATCH (b:Identity)-[:POSTED]->(p:Post {{id: i.in_reply_to}})
        USING INDEX SEEK p:Post(id) RETURN b.key AS author
    }}
    WITH i, a, author WHERE author <> a.key ORDER BY i.key, author
    WITH collect(i) AS rows, collect(a.key) AS senders, collect(author) AS authors
    RETURN {READ}, senders, authors"""


def answered(tx: Transaction) -> pa.Table:
    """Read mail that reached nobody, with the text of its sender and of whom it answers."""
    found = dict(tx.run(_ANSWERS).single(strict=True))
    senders, authors = found.pop("senders"), found.pop("authors")
    places = list(range(len(senders)))
    rows = rows_of(found | {"sender": places, "receiver": places})
    for name, values in (("sender", senders), ("receiver", authors)):
        place = rows.schema.get_field_index(name)
        rows = rows.set_column(place, name, pa.array(values, pa.string()))
    return rows
