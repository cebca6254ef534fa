// question: Which organizations are most closely connected with each other?
// param at: the moment to look from; null is that of the current run, default null
// param limit: how many pairs of organizations, default 10
// reads: PAIR, WORKS_AT, Run
// read it: Strength adds all pairs of people; many people with little strength are a broad, thin contact.
MATCH (run:Run {current: true})
WITH run.half_life_ms AS half_life, coalesce(datetime($at), run.as_of).epochMillis AS at
MATCH (x:Organization)<-[:WORKS_AT]-(a:Person)-[p:PAIR]-(b:Person)-[:WORKS_AT]->(y:Organization)
WHERE x.id < y.id
WITH x, y, a, b, 2 ^ ((p.fades_at - at) / half_life) AS strength
RETURN coalesce(x.name, x.id) AS one, coalesce(y.name, y.id) AS other, sum(strength) AS strength,
  count(*) AS pairs,
  count(DISTINCT a) AS people_of_one, count(DISTINCT b) AS people_of_other
ORDER BY strength DESC
LIMIT $limit
