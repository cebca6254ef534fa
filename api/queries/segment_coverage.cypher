// question: How many people of each segment are we in touch with, and how well?
// param least: strength from which on a pair counts as in touch, default 0.015625
// param at: the moment to look from; null is that of the current run, default null
// reads: PAIR, IN_SEGMENT, WORKS_AT, Run
// read it: Covered is the share of the segment's people whom at least one of ours is in touch with.
MATCH (run:Run {current: true})
WITH run, coalesce(datetime($at), run.as_of).epochMillis AS at
MATCH (s:Segment)<-[:IN_SEGMENT]-(theirs:Person)
WHERE NOT EXISTS { MATCH (theirs)-[:WORKS_AT]->(o) WHERE o.id IN run.own_organizations }
OPTIONAL MATCH (theirs)-[p:PAIR]-(ours:Person)-[:WORKS_AT]->(us:Organization)
WHERE us.id IN run.own_organizations AND 2 ^ ((p.fades_at - at) / run.half_life_ms) >= $least
WITH s, theirs, count(p) AS contacts,
  sum(coalesce(2 ^ ((p.fades_at - at) / run.half_life_ms), 0.0)) AS strength
RETURN s.name AS segment, count(*) AS people, count(CASE WHEN contacts > 0 THEN 1 END) AS in_touch,
  toFloat(count(CASE WHEN contacts > 0 THEN 1 END)) / count(*) AS covered, sum(strength) AS strength
ORDER BY segment
