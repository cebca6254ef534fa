// question: By which channels are two people in contact, and which way?
// param one: id, identity or name; null is one of the closest pair, default null
// param other: id, identity or name; null is whom the first is closest to, default null
// param at: the moment to look from; null is that of the current run, default null
// param limit: how many rows, default 10
// reads: INTERACTED, OF, PAIR, Run
// read it: What one sent to the other; a meeting counts where one of the two invited the other.
MATCH (a:Person)-[p:PAIR]-(b:Person)
WHERE p.fades_at > -1e300 AND ($one IS NULL OR $one IN [a.id, a.identity, a.name])
  AND ($other IS NULL OR $other IN [b.id, b.identity, b.name])
WITH a, b ORDER BY p.fades_at DESC, a.id LIMIT 1
MATCH (run:Run {current: true})
MATCH (a)<-[:OF]-(x:Identity)-[i:INTERACTED]-(y:Identity)-[:OF]->(b)
WHERE i.at <= coalesce(datetime($at), run.as_of)
WITH a, b, i.channel AS channel, i.kind AS kind, startNode(i) = x AS is_first, i
RETURN coalesce(a.name, a.identity) AS one, coalesce(b.name, b.identity) AS other, channel, kind,
  count(DISTINCT i.id) AS interactions,
  count(DISTINCT CASE WHEN is_first THEN i.id END) AS begun_by_one,
  date(min(i.at)) AS first_on, date(max(i.at)) AS last_on
ORDER BY interactions DESC, channel, kind
LIMIT $limit
