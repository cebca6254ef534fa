// question: Who has most to do with a topic, and since when?
// param topic: the topic; null is every topic, default null
// param half_life_days: days after which an interaction counts half, default 30.0
// param at: the moment to look from; null is that of the current run, default null
// param limit: how many people, default 10
// reads: INTERACTED, OF, Person, Run
// read it: Said and heard count alike here; who began is in the column of that name.
MATCH (run:Run {current: true})
WITH coalesce(datetime($at), run.as_of) AS at
MATCH (from:Identity)-[i:INTERACTED]->(to:Identity)
WHERE i.topics IS NOT NULL AND i.at <= at
UNWIND i.topics AS topic
WITH at, i, from, to, topic WHERE $topic IS NULL OR topic = $topic
UNWIND [true, false] AS begins
WITH at, i, topic, begins, CASE WHEN begins THEN from ELSE to END AS identity
MATCH (identity)-[:OF]->(p:Person)
WITH at, topic, p, i.id AS id, min(i.at) AS moment, max(begins) AS began
RETURN topic, coalesce(p.name, p.identity) AS person, count(*) AS interactions,
  count(CASE WHEN began THEN 1 END) AS began,
  sum(0.5 ^ (duration.inSeconds(moment, at).seconds / ($half_life_days * 86400))) AS interest,
  date(min(moment)) AS first_on, date(max(moment)) AS last_on
ORDER BY topic, interest DESC, person
LIMIT $limit
