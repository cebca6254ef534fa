// question: Who writes again and again to somebody who never once answered?
// param least: at least so many interactions, default 5
// param at: the moment to look from; null is that of the current run, default null
// param limit: how many ties, default 10
// reads: TIE, Run
// read it: Not one interaction came back, by any channel; the dates tell whether somebody still tries.
MATCH (run:Run {current: true})
MATCH (a:Person)-[t:TIE]->(b:Person)
WHERE t.count >= $least AND NOT EXISTS { (b)-[:TIE]->(a) }
RETURN coalesce(a.name, a.identity) AS from_person, coalesce(b.name, b.identity) AS to_person,
  t.count AS interactions,
  date(t.first_at) AS first_on, date(t.last_at) AS last_on,
  2 ^ ((t.fades_at - coalesce(datetime($at), run.as_of).epochMillis) / run.half_life_ms) AS strength
ORDER BY interactions DESC, from_person, to_person
LIMIT $limit
