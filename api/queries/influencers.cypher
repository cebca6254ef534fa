// question: Who carries most weight, and by which measures?
// param organization: id of their organization, such as "org:acme.example"; null is any, default null
// param limit: how many people, default 10
// reads: SCORED, WORKS_AT, Run
// read it: Ranks are those of the current run; change is places won (or lost) within four weeks.
MATCH (run:Run {current: true})<-[score:SCORED]-(p:Person)
WHERE score.rank IS NOT NULL
OPTIONAL MATCH (p)-[:WORKS_AT]->(o:Organization)
WITH p, o, score WHERE $organization IS NULL OR o.id = $organization
RETURN score.rank AS rank, coalesce(p.name, p.identity) AS person,
  coalesce(o.name, o.id) AS organization, score.influence AS influence,
  score.pagerank AS pagerank, score.betweenness AS betweenness, toInteger(score.change) AS change
ORDER BY rank, person
LIMIT $limit
