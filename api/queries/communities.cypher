// question: Which communities are there, and who is at the head of each?
// param heads: how many names to show, default 3
// param limit: how many communities, default 10
// reads: Community, SCORED, Run
// read it: Cohesion is the share of their ties that stays inside; heads are the strongest by PageRank.
MATCH (run:Run {current: true})<-[:FOUND_IN]-(c:Community)
MATCH (p:Person)-[score:SCORED]->(run)
WHERE score.community = c.id
WITH c, p, score ORDER BY score.pagerank DESC, p.id
WITH c, count(*) AS people, collect(coalesce(p.name, p.identity))[..$heads] AS heads
RETURN c.name AS community, people, c.cohesion AS cohesion, heads
ORDER BY people DESC, community
LIMIT $limit
