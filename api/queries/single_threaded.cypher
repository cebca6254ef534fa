// question: Which organizations is only one of our people in touch with?
// param segment: look at these only, such as "customers"; null is all, default null
// param least: strength from which on a pair counts as in touch, default 0.015625
// param at: the moment to look from; null is that of the current run, default null
// param limit: how many organizations, default 20
// reads: PAIR, WORKS_AT, IN_SEGMENT, Run
// read it: The strongest come first: there is most to lose should that one person go.
MATCH (run:Run {current: true})
WITH run, coalesce(datetime($at), run.as_of).epochMillis AS at
MATCH (ours:Person)-[:WORKS_AT]->(us:Organization) WHERE us.id IN run.own_organizations
MATCH (ours)-[p:PAIR]-(theirs:Person)-[:WORKS_AT]->(o:Organization)
WHERE NOT o.id IN run.own_organizations
  AND ($segment IS NULL OR EXISTS { (theirs)-[:IN_SEGMENT]->(:Segment {name: $segment}) })
WITH o, ours, theirs, 2 ^ ((p.fades_at - at) / run.half_life_ms) AS strength
WHERE strength >= $least
WITH o, collect(DISTINCT ours) AS who, count(DISTINCT theirs) AS people, sum(strength) AS strength
WHERE size(who) = 1
RETURN coalesce(o.name, o.id) AS organization,
  coalesce(who[0].name, who[0].identity) AS only_contact, people AS people_there, strength
ORDER BY strength DESC
LIMIT $limit
