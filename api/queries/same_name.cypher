// question: Which two entries may be one person, since they bear the same name?
// param limit: how many names, default 20
// reads: Person, OF, PAIR
// read it: Those with acquaintances in common are likely one person; tieline merge makes them one.
MATCH (p:Person)
WHERE p.name IS NOT NULL
  AND NOT coalesce(p.kind, '') IN ['list', 'bot', 'resource', 'shared mailbox']
WITH toLower(p.name) AS key, p ORDER BY p.id
WITH key, collect(p) AS people WHERE size(people) > 1
UNWIND range(0, size(people) - 2) AS k
WITH people[k] AS a, people[k + 1] AS b
RETURN a.name AS name, a.identity AS one, b.identity AS other,
  COUNT { MATCH (a)-[:PAIR]-(x)-[:PAIR]-(b) RETURN DISTINCT x } AS acquaintances_in_common
ORDER BY acquaintances_in_common DESC, name
LIMIT $limit
