// question: Which two people ought to know each other, since they are close to the same people?
// param least: strength from which on a pair counts, default 1.0
// param at: the moment to look from; null is that of the current run, default null
// param limit: how many pairs of people, default 10
// reads: PAIR, Run
// read it: The more strong acquaintances two people share, the sooner they would meet by themselves.
MATCH (run:Run {current: true})
WITH run.half_life_ms AS half_life, coalesce(datetime($at), run.as_of).epochMillis AS at
WITH half_life, at, at + half_life * log($least) / log(2) AS from
MATCH (a:Person)-[p:PAIR]-(through:Person)-[q:PAIR]-(b:Person)
WHERE p.fades_at >= from AND q.fades_at >= from AND a.id < b.id
  AND NOT EXISTS { (a)-[:PAIR]-(b) }
WITH a, b, through,
  2 ^ ((CASE WHEN p.fades_at < q.fades_at
        THEN p.fades_at ELSE q.fades_at END - at) / half_life) AS weaker
ORDER BY weaker DESC, through.id
RETURN coalesce(a.name, a.identity) AS one, coalesce(b.name, b.identity) AS other,
  count(*) AS shared, sum(weaker) AS strength_of_paths,
  collect(coalesce(through.name, through.identity))[..3] AS through
ORDER BY shared DESC, strength_of_paths DESC, one, other
LIMIT $limit
