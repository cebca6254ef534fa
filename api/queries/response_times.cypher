// question: How long do our people take to answer, in the middle and at worst?
// param organization: id of whose people answer; null is the first of our own, default null
// param least: people with at least so many answers, default 20
// param limit: how many people, default 10
// reads: INTERACTED, OF, WORKS_AT, Run
// read it: Half of the answers came within the median, nine of ten within p90; nights and weekends count.
MATCH (run:Run {current: true})
WITH coalesce($organization, run.own_organizations[0]) AS organization
MATCH (p:Person)-[:WORKS_AT]->(:Organization {id: organization})
WHERE NOT coalesce(p.kind, '') IN ['shared mailbox', 'list', 'bot', 'resource']
MATCH (p)<-[:OF]-(me:Identity)-[answer:INTERACTED]->(:Identity)
WHERE answer.in_reply_to IS NOT NULL
WITH DISTINCT p, answer.id AS id, answer.at AS at, answer.in_reply_to AS asked
MATCH (writer:Identity)-[question:INTERACTED {id: asked}]->(:Identity)
MATCH (writer)-[:OF]->(asker:Person) WHERE asker <> p
WITH DISTINCT p, id, duration.inSeconds(question.at, at).seconds / 3600.0 AS hours
WHERE hours >= 0
WITH p, count(*) AS answers, percentileCont(hours, 0.5) AS median_hours,
  percentileCont(hours, 0.9) AS p90_hours
WHERE answers >= $least
RETURN coalesce(p.name, p.identity) AS person, answers, median_hours, p90_hours
ORDER BY median_hours, person
LIMIT $limit
