// question: How often were two organizations in contact, month by month and by which kind?
// param first: id of an organization; null is the first of our own, default null
// param second: id of the other; null is the one that is closest to the first, default null
// param at: the moment to look from; null is that of the current run, default null
// param limit: how many rows, the latest first, default 12
// reads: INTERACTED, OF, WORKS_AT, PAIR, Run
// read it: An interaction counts once, however many it reached; bulk mail is left out, and so is what is only planned.
MATCH (run:Run {current: true})
WITH run, coalesce($first, run.own_organizations[0]) AS first,
  coalesce(datetime($at), run.as_of) AS at
MATCH (x:Person)-[:WORKS_AT]->(:Organization {id: first})
MATCH (x)-[p:PAIR]-(:Person)-[:WORKS_AT]->(o:Organization)
WHERE o.id <> first AND ($second IS NULL OR o.id = $second)
WITH first, at, o, sum(2 ^ ((p.fades_at - run.as_of.epochMillis) / run.half_life_ms)) AS strength
ORDER BY strength DESC LIMIT 1
MATCH (o)<-[:WORKS_AT]-(theirs:Person)<-[:OF]-(identity:Identity)
MATCH (identity)-[i:INTERACTED]-(other:Identity)
WHERE i.at <= at AND NOT i.is_bulk AND coalesce(i.status, '') <> 'declined'
  AND EXISTS { (other)-[:OF]->(:Person)-[:WORKS_AT]->(:Organization {id: first}) }
RETURN coalesce(o.name, o.id) AS with_organization, date.truncate('month', i.at) AS month,
  i.kind AS kind,
  count(DISTINCT i.id) AS interactions
ORDER BY month DESC, kind
LIMIT $limit
