// question: Which people of a segment is nobody of ours in touch with any more, and who was last?
// param segment: the segment, default "customers"
// param least: strength from which on a pair counts as in touch, default 0.25
// param at: the moment to look from; null is that of the current run, default null
// param limit: how many people, default 20
// reads: PAIR, IN_SEGMENT, WORKS_AT, Run
// read it: Who was last in touch is the one to ask; nobody there means that there never was a contact.
MATCH (run:Run {current: true})
WITH run, coalesce(datetime($at), run.as_of).epochMillis AS at
MATCH (theirs:Person)-[:IN_SEGMENT]->(:Segment {name: $segment})
OPTIONAL MATCH (theirs)-[:WORKS_AT]->(o:Organization)
OPTIONAL MATCH (theirs)-[p:PAIR]-(who:Person)
WITH theirs, o, who, p, 2 ^ ((p.fades_at - at) / run.half_life_ms) AS left,
  EXISTS { MATCH (who)-[:WORKS_AT]->(us) WHERE us.id IN run.own_organizations } AS is_ours
ORDER BY p.last_at DESC
WITH theirs, o, sum(CASE WHEN is_ours THEN left ELSE 0.0 END) AS strength,
  collect({name: coalesce(who.name, who.identity), at: p.last_at})[0] AS last
WHERE strength < $least
RETURN coalesce(theirs.name, theirs.identity) AS person, coalesce(o.name, o.id) AS organization,
  strength, last.name AS last_in_touch,
  date(last.at) AS last_on
ORDER BY strength DESC, person
LIMIT $limit
