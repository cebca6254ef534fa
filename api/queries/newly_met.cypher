// question: Who got to know whom lately?
// param days: met within so many days, default 28
// param at: the moment to look from; null is that of the current run, default null
// param limit: how many pairs, default 10
// reads: PAIR, WORKS_AT, Run
// read it: Many interactions soon after the first are a promising start.
MATCH (run:Run {current: true})
WITH run, coalesce(datetime($at), run.as_of) AS at
MATCH (a:Person)-[p:PAIR]->(b:Person)
WHERE p.first_at > at - duration({days: $days}) AND p.first_at <= at
OPTIONAL MATCH (a)-[:WORKS_AT]->(x:Organization)
OPTIONAL MATCH (b)-[:WORKS_AT]->(y:Organization)
RETURN coalesce(a.name, a.identity) AS one, coalesce(x.name, x.id) AS of,
  coalesce(b.name, b.identity) AS other, coalesce(y.name, y.id) AS of_other,
  date(p.first_at) AS first_on,
  p.count AS interactions, 2 ^ ((p.fades_at - at.epochMillis) / run.half_life_ms) AS strength
ORDER BY strength DESC, one, other
LIMIT $limit
