// question: Who could introduce somebody to people they do not know yet?
// param person: who wants to be introduced: id, identity or name; null is the first by influence, default null
// param organization: id of where the others work; null is anywhere outside theirs, default null
// param at: the moment to look from; null is that of the current run, default null
// param limit: how many introductions, default 10
// reads: PAIR, WORKS_AT, SCORED, Run
// read it: An introduction is as strong as the weaker of its two pairs; the best way to each person is shown.
MATCH (run:Run {current: true})<-[score:SCORED]-(ego:Person)
WHERE CASE WHEN $person IS NULL THEN score.rank = 1
      ELSE $person IN [ego.id, ego.identity, ego.name] END
WITH ego, run.half_life_ms AS half_life, coalesce(datetime($at), run.as_of).epochMillis AS at
MATCH (ego)-[p:PAIR]-(through:Person)-[q:PAIR]-(other:Person)-[:WORKS_AT]->(o:Organization)
WHERE other <> ego AND NOT EXISTS { (ego)-[:PAIR]-(other) }
  AND CASE WHEN $organization IS NULL THEN NOT EXISTS { (ego)-[:WORKS_AT]->(o) }
      ELSE o.id = $organization END
WITH ego, other, o, through,
  2 ^ ((p.fades_at - at) / half_life) AS to_them, 2 ^ ((q.fades_at - at) / half_life) AS from_them
WITH *, CASE WHEN to_them < from_them THEN to_them ELSE from_them END AS strength
ORDER BY strength DESC
WITH ego, other, o, collect({through: through, strength: strength}) AS ways
RETURN coalesce(ego.name, ego.identity) AS person, coalesce(other.name, other.identity) AS to_meet,
  coalesce(o.name, o.id) AS organization,
  coalesce(ways[0].through.name, ways[0].through.identity) AS through,
  ways[0].strength AS strength, size(ways) AS ways
ORDER BY strength DESC, to_meet
LIMIT $limit
