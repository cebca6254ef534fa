// question: Which close pairs are lopsided: one reaches out, the other hardly?
// param least: strength of the pair, both directions together, default 1.0
// param at: the moment to look from; null is that of the current run, default null
// param limit: how many pairs, default 10
// reads: TIE, Run
// read it: Balance is the smaller direction over the larger one: 1 is even, 0 a monologue.
MATCH (run:Run {current: true})
WITH run, coalesce(datetime($at), run.as_of).epochMillis AS at
MATCH (a:Person)-[t:TIE]->(b:Person)
OPTIONAL MATCH (b)-[back:TIE]->(a)
WITH a, b, 2 ^ ((t.fades_at - at) / run.half_life_ms) AS given,
  coalesce(2 ^ ((back.fades_at - at) / run.half_life_ms), 0.0) AS returned
WHERE given > returned AND given + returned >= $least
RETURN coalesce(a.name, a.identity) AS reaches_out, coalesce(b.name, b.identity) AS to_person,
  given, returned, returned / given AS balance
ORDER BY balance, given DESC
LIMIT $limit
