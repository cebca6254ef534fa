// question: How strong was every tie at moments of the past, counted from the interactions alone?
// param moments: the moments, such as ["2026-03-01T00:00:00Z"]; null is that of the current run, default null
// param half_life_days: days after which an interaction counts half, default 30.0
// param weights: what one interaction of each kind counts, default {"email": 1.0, "message": 1.0, "call": 2.0, "meeting": 3.0, "contact": 1.0, "mention": 0.5, "reply": 1.0, "reaction": 0.2, "comment": 0.7, "post": 0.0, "activity": 1.0}
// param size_exponent: how much less a letter to many counts on each: size to this power, default 0.7
// param unanswered_share: what a meeting counts where either has not accepted, default 0.5
// param max_receivers: an interaction that reached more ties nobody, default 50
// param limit: how many ties, default 10
// reads: INTERACTED, OF, Person, Run
// read it: A strength of 2 is worth two fresh letters to one person; with the weights of your settings these are tieline's own numbers.
MATCH (run:Run {current: true})
WITH [m IN coalesce($moments, [toString(run.as_of)]) | datetime(m)] AS moments
UNWIND moments AS moment
WITH max(moment) AS until
MATCH (from:Identity)-[i:INTERACTED]->(to:Identity)
WHERE i.at <= until AND NOT i.is_bulk AND $weights[i.kind] > 0
MATCH (from)-[:OF]->(sender:Person) MATCH (to)-[:OF]->(person:Person)
WHERE person <> sender AND coalesce(person.kind, '') <> 'resource'
// a person reached under two identities counts once, with the most telling answer
WITH sender, person, i.id AS id, i.kind AS kind, i.at AS at,
  min(CASE i.status WHEN 'accepted' THEN 0 WHEN 'declined' THEN 1
      WHEN 'tentative' THEN 2 WHEN 'unanswered' THEN 3 ELSE 4 END) AS answer
WHERE answer <> 1
WITH sender, id, kind, at, collect({person: person, waits: answer IN [2, 3]}) AS reached
WHERE size(reached) <= $max_receivers
WITH reached, [{person: sender, waits: false}] AS begun, $weights[kind] AS weight,
  kind IN ['meeting', 'contact'] AS is_mutual,
  at.epochSeconds + at.nanosecond / 1e9 AS second
// a letter ties its sender to each receiver; a meeting ties all who took part, both ways
WITH second, is_mutual,
  weight / size(reached) ^ CASE WHEN is_mutual THEN 1.0 ELSE $size_exponent END AS weight,
  CASE WHEN is_mutual THEN begun + reached ELSE begun END AS ones,
  CASE WHEN is_mutual THEN begun + reached ELSE reached END AS others
UNWIND ones AS one
UNWIND others AS other
WITH one.person AS a, other.person AS b, second,
  weight * CASE WHEN is_mutual AND (one.waits OR other.waits)
           THEN $unanswered_share ELSE 1.0 END AS weight
WHERE a <> b
WITH a, b, collect({second: second, weight: weight}) AS counted
WHERE NOT coalesce(a.kind, '') IN ['shared mailbox', 'list', 'bot', 'resource']
  AND NOT coalesce(b.kind, '') IN ['shared mailbox', 'list', 'bot', 'resource']
UNWIND CASE WHEN $moments IS NULL
  THEN COLLECT { MATCH (run:Run {current: true}) RETURN run.as_of }
  ELSE [m IN $moments | datetime(m)] END AS moment
WITH a, b, counted, moment, moment.epochSeconds + moment.nanosecond / 1e9 AS until
UNWIND counted AS one
WITH a, b, moment, until, one WHERE one.second <= until
WITH a, b, moment, count(*) AS interactions,
  sum(one.weight * 2 ^ ((one.second - until) / ($half_life_days * 86400))) AS strength
RETURN coalesce(a.name, a.identity) AS from_person, coalesce(b.name, b.identity) AS to_person,
  moment, strength, interactions,
  a.id AS from_id, b.id AS to_id
ORDER BY strength DESC, from_id, to_id
LIMIT $limit
