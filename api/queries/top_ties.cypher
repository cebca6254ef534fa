// question: Which ties are the strongest now, and what will be left of them in a month if nobody writes?
// param at: the moment to look from, at or after the last interaction; null is now, default null
// param days: how many days further to look, default 30
// param limit: how many ties, default 10
// reads: TIE, Run
// read it: The order holds for every later moment too, because all ties fade at one pace.
MATCH (a:Person)-[t:TIE]->(b:Person)
WHERE t.fades_at > -1e300  // a range predicate lets the index give the order: no sort
RETURN coalesce(a.name, a.identity) AS from_person, coalesce(b.name, b.identity) AS to_person,
  2 ^ ((t.fades_at - coalesce(datetime($at), datetime()).epochMillis)
       / head(COLLECT { MATCH (run:Run {current: true}) RETURN run.half_life_ms })) AS strength,
  2 ^ ((t.fades_at - (coalesce(datetime($at), datetime()) + duration({days: $days})).epochMillis)
       / head(COLLECT { MATCH (run:Run {current: true}) RETURN run.half_life_ms })) AS strength_then
ORDER BY t.fades_at DESC
LIMIT $limit
