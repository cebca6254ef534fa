// question: Which organizations can one person reach, directly and through one acquaintance?
// param person: id, identity or name; null is the first by influence, default null
// param least: strength from which on a pair counts, default 0.015625
// param at: the moment to look from; null is that of the current run, default null
// param limit: how many organizations, default 10
// reads: PAIR, WORKS_AT, SCORED, Run
// read it: One step is somebody they are in touch with, two steps somebody whom such a person knows.
MATCH (run:Run {current: true})<-[score:SCORED]-(ego:Person)
WHERE CASE WHEN $person IS NULL THEN score.rank = 1
      ELSE $person IN [ego.id, ego.identity, ego.name] END
WITH ego, coalesce(datetime($at), run.as_of).epochMillis
  + run.half_life_ms * log($least) / log(2) AS from
MATCH (ego)-[pairs:PAIR*1..2]-(other:Person)-[:WORKS_AT]->(o:Organization)
WHERE all(p IN pairs WHERE p.fades_at >= from) AND other <> ego
WITH ego, o, other, min(size(pairs)) AS steps
RETURN coalesce(ego.name, ego.identity) AS person, coalesce(o.name, o.id) AS organization,
  count(CASE WHEN steps = 1 THEN 1 END) AS one_step,
  count(CASE WHEN steps = 2 THEN 1 END) AS two_steps
ORDER BY one_step DESC, two_steps DESC, organization
LIMIT $limit
