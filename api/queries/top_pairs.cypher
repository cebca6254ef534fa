// question: Which two people are closest, both directions together, and how did their pair stand?
// param at: the moment to look from; null is that of the current run, default null
// param limit: how many pairs, default 10
// reads: PAIR, Run
// read it: The phase is the one at their last interaction; the dates say when silence alone would change it.
MATCH (a:Person)-[p:PAIR]->(b:Person)
WHERE p.fades_at > -1e300  // a range predicate lets the index give the order: no sort
RETURN coalesce(a.name, a.identity) AS one, coalesce(b.name, b.identity) AS other,
  2 ^ ((p.fades_at - coalesce(datetime($at), head(COLLECT {
      MATCH (run:Run {current: true}) RETURN run.as_of })).epochMillis)
    / head(COLLECT { MATCH (run:Run {current: true}) RETURN run.half_life_ms })) AS strength,
  p.phase AS phase, p.usual_gap_days AS usual_gap_days, date(p.at_risk_at) AS at_risk_on
ORDER BY p.fades_at DESC
LIMIT $limit
