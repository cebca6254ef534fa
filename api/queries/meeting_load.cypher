// question: How many hours a week do our people spend in meetings?
// param days: over so many days, default 28
// param at: the moment to look from; null is that of the current run, default null
// param limit: how many people, default 10
// reads: INTERACTED, OF, WORKS_AT, Run
// read it: Meetings that were declined do not count; those without a duration count in number only.
MATCH (run:Run {current: true})
WITH run, coalesce(datetime($at), run.as_of) AS at
MATCH (from:Identity)-[i:INTERACTED {kind: 'meeting'}]->(to:Identity)
WHERE i.at > at - duration({days: $days}) AND i.at <= at
UNWIND CASE WHEN i.status = 'declined' THEN [from] ELSE [from, to] END AS identity
MATCH (identity)-[:OF]->(p:Person)-[:WORKS_AT]->(us:Organization)
WHERE us.id IN run.own_organizations
WITH p, i.id AS id, max(i.duration) AS duration, max(i.size) + 1 AS people
RETURN coalesce(p.name, p.identity) AS person, count(*) AS meetings,
  sum(duration) / 3.6e9 * 7 / $days AS hours_a_week, avg(people) AS people_each
ORDER BY hours_a_week DESC, person
LIMIT $limit
