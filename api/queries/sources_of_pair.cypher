// question: Which sources told us of two people's contact, and how much would be unknown without each?
// param one: id, identity or name; null is one of the closest pair, default null
// param other: id, identity or name; null is whom the first is closest to, default null
// param at: the moment to look from; null is that of the current run, default null
// reads: INTERACTED, OF, PAIR, Run
// read it: What only one source tells is lost when that source is not loaded any more.
MATCH (a:Person)-[p:PAIR]-(b:Person)
WHERE p.fades_at > -1e300 AND ($one IS NULL OR $one IN [a.id, a.identity, a.name])
  AND ($other IS NULL OR $other IN [b.id, b.identity, b.name])
WITH a, b ORDER BY p.fades_at DESC, a.id LIMIT 1
MATCH (run:Run {current: true})
MATCH (a)<-[:OF]-(:Identity)-[i:INTERACTED]-(:Identity)-[:OF]->(b)
WHERE i.at <= coalesce(datetime($at), run.as_of)
UNWIND i.sources AS source
RETURN coalesce(a.name, a.identity) AS one, coalesce(b.name, b.identity) AS other, source,
  count(DISTINCT i.id) AS interactions,
  count(DISTINCT CASE WHEN size(i.sources) = 1 THEN i.id END) AS only_from_it,
  date(max(i.at)) AS last_on
ORDER BY interactions DESC, source
