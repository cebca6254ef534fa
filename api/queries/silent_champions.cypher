// question: Which contacts outside were strong when we last heard of them, and have been silent since?
// param days: silent for at least so many days, default 30
// param strong: strength at the last interaction, both directions together, default 3.0
// param at: the moment to look from; null is that of the current run, default null
// param limit: how many pairs, default 10
// reads: PAIR, WORKS_AT, Run
// read it: Strength then is what there was to lose; write to the first ones, or ask who else knows them.
MATCH (run:Run {current: true})
WITH run, coalesce(datetime($at), run.as_of) AS at
MATCH (ours:Person)-[:WORKS_AT]->(us:Organization) WHERE us.id IN run.own_organizations
MATCH (ours)-[p:PAIR]-(theirs:Person)-[:WORKS_AT]->(o:Organization)
WHERE NOT o.id IN run.own_organizations AND p.last_at <= at - duration({days: $days})
WITH ours, theirs, o, p, run, at,
  2 ^ ((p.fades_at - p.last_at.epochMillis) / run.half_life_ms) AS strength_then
WHERE strength_then >= $strong
RETURN coalesce(theirs.name, theirs.identity) AS champion, coalesce(o.name, o.id) AS organization,
  coalesce(ours.name, ours.identity) AS of_ours, strength_then,
  2 ^ ((p.fades_at - at.epochMillis) / run.half_life_ms) AS strength, date(p.last_at) AS last_on,
  duration.inDays(p.last_at, at).days AS days_silent
ORDER BY strength_then DESC, champion, of_ours
LIMIT $limit
