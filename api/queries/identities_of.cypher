// question: Under which addresses and names does one person appear, and why are they taken for one?
// param person: id, identity or name; null is whoever has most identities, default null
// reads: Person, OF, Merge
// read it: Every merge can be undone with tieline unmerge; the log itself is never changed.
MATCH (p:Person)<-[:OF]-(i:Identity)
WHERE $person IS NULL OR $person IN [p.id, p.identity, p.name]
WITH p, collect(i.key) AS keys ORDER BY size(keys) DESC, p.id LIMIT 1
UNWIND keys AS key
OPTIONAL MATCH (m:Merge) WHERE m.is_active AND (m.a = key OR m.b = key)
RETURN coalesce(p.name, p.identity) AS person, key AS identity,
  collect(DISTINCT m.reason) AS reasons
ORDER BY identity
