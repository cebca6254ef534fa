// question: Through whom are two organizations in touch, and how much of it hangs on each?
// param first: id of an organization; null is the first of our own, default null
// param second: id of the other; null is the one that is closest to the first, default null
// param at: the moment to look from; null is that of the current run, default null
// param limit: how many people, default 10
// reads: PAIR, WORKS_AT, Run
// read it: A share near 1 means that the contact would end with this person.
MATCH (run:Run {current: true})
WITH run, coalesce($first, run.own_organizations[0]) AS first,
  coalesce(datetime($at), run.as_of).epochMillis AS at
MATCH (x:Person)-[:WORKS_AT]->(:Organization {id: first})
MATCH (x)-[p:PAIR]-(y:Person)-[:WORKS_AT]->(o:Organization)
WHERE o.id <> first AND ($second IS NULL OR o.id = $second)
WITH o, collect({here: x, there: y, strength: 2 ^ ((p.fades_at - at) / run.half_life_ms)}) AS pairs
WITH o, pairs, reduce(sum = 0.0, one IN pairs | sum + one.strength) AS whole
ORDER BY whole DESC LIMIT 1
UNWIND pairs AS pair
UNWIND [{person: pair.here, side: 'first'}, {person: pair.there, side: 'second'}] AS end
WITH o, whole, end.person AS person, end.side AS side, sum(pair.strength) AS strength,
  count(*) AS people
RETURN coalesce(o.name, o.id) AS second_organization, side,
  coalesce(person.name, person.identity) AS name, people AS people_there,
  strength, strength / whole AS share
ORDER BY side, strength DESC, name
LIMIT $limit
