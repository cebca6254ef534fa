// question: What was corrected afterwards: which interactions were replaced by a later version?
// param limit: how many rows, the latest first, default 20
// reads: OlderVersion, INTERACTED
// read it: The older row is what was known before; a date under now differs where it was moved.
MATCH (older:OlderVersion)
OPTIONAL MATCH ()-[i:INTERACTED {id: older.id}]->()
WITH older, head(collect(i)) AS now
RETURN older.id AS interaction, older.kind AS kind, older.sender AS sender,
  older.receiver AS receiver,
  older.at AS at_before, now.at AS at_now, coalesce(older.revision, 0) AS revision_before,
  coalesce(now.revision, 0) AS revision_now
ORDER BY older.replaced DESC, interaction, receiver
LIMIT $limit
