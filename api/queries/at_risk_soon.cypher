// question: Which pairs fall silent beyond their own rhythm this week or next, if nobody writes?
// param at: the moment to look from; null is that of the current run, default null
// param least: strength of the pair at its last interaction, default 1.0
// param limit: how many pairs, default 20
// reads: PAIR, Run
// read it: A short note before the date keeps them out of the list; the strongest of each week come first.
MATCH (run:Run {current: true})
WITH run, coalesce(datetime($at), run.as_of) AS at
MATCH (a:Person)-[p:PAIR]->(b:Person)
WHERE p.at_risk_at > at AND p.at_risk_at <= at + duration({days: 14})
WITH a, b, p, 2 ^ ((p.fades_at - p.last_at.epochMillis) / run.half_life_ms) AS strength_then,
  CASE WHEN p.at_risk_at <= at + duration({days: 7}) THEN 'this week' ELSE 'next week' END AS week
WHERE strength_then >= $least
RETURN week, coalesce(a.name, a.identity) AS one, coalesce(b.name, b.identity) AS other,
  date(p.last_at) AS last_on,
  p.usual_gap_days AS usual_gap_days, date(p.at_risk_at) AS at_risk_on, strength_then
ORDER BY week DESC, strength_then DESC
LIMIT $limit
