// question: How strong was every tie at moments of the past, counted from the interactions alone?
// param moments: the moments, such as ["2026-03-01T00:00:00Z"]; null is that of the current run, default null
// param half_life_days: days after which an interaction counts half, default 30.0
// param weights: what one interaction counts, of each kind, or kind/channel where that is there, default {"email": 1.0, "message": 1.0, "call": 2.0, "missed call": 0.2, "meeting": 3.0, "contact": 1.0, "mention": 0.5, "reply": 1.0, "reaction": 0.2, "comment": 0.7, "post": 0.0, "rating": 0.0, "activity": 1.0, "reply/reddit": 0.5, "comment/reddit": 0.3, "reply/stackexchange": 0.5, "comment/stackexchange": 0.3, "comment/discourse": 0.3, "mention/x": 0.3, "reaction/github": 0.1, "meeting/meetup": 0.5, "activity/salesforce": 0.3, "activity/linkedin": 0.3, "activity/facebook": 0.3}
// param typical_minutes: how long a usual one takes, of the kinds whose length counts, default {"call": 5.0, "meeting": 30.0}
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
WHERE i.at <= until AND NOT i.is_bulk
  AND coalesce($weights[i.kind + '/' + i.channel], $weights[i.kind], 0) > 0
MATCH (from)-[:OF]->(sender:Person) MATCH (to)-[:OF]->(person:Person)
WHERE person <> sender AND coalesce(person.kind, '') <> 'resource'
// a person reached under two identities counts once, with the most telling answer
WITH sender, person, i.id AS id, i.kind AS kind, i.channel AS channel, i.at AS at,
  i.duration / 6e7 AS minutes,
  min(CASE i.status WHEN 'accepted' THEN 0 WHEN 'declined' THEN 1
      WHEN 'tentative' THEN 2 WHEN 'unanswered' THEN 3 ELSE 4 END) AS answer
WHERE answer <> 1
WITH sender, id, kind, channel, minutes, at,
  coalesce($weights[kind + '/' + channel], $weights[kind]) AS weight,
  CASE WHEN kind = 'call' THEN coalesce($weights['missed call/' + channel],
       $weights['missed call'], 0.0) ELSE 0.0 END AS missed,
  collect({person: person, waits: answer IN [2, 3], missed: kind = 'call' AND answer = 3})
    AS reached
WHERE size(reached) <= $max_receivers
// every minute counts less than the one before; an entry of a day or more has no length
WITH reached, [{person: sender, waits: false, missed: false}] AS begun,
  kind IN ['meeting', 'contact'] AS is_mutual,
  CASE WHEN weight < missed THEN weight ELSE missed END AS least,
  weight * CASE WHEN kind = 'call' AND minutes = 0 THEN 0.0
           WHEN 0 < minutes < 1440 AND $typical_minutes[kind] > 0
           THEN 2 * minutes / (minutes + $typical_minutes[kind]) ELSE 1.0 END AS weight,
  at.epochSeconds + at.nanosecond / 1e9 AS second
// a letter ties its sender to each receiver; a meeting ties all who took part, both ways
WITH second, is_mutual, least,
  CASE WHEN weight < least THEN least ELSE weight END AS weight,
  size(reached) ^ CASE WHEN is_mutual THEN 1.0 ELSE $size_exponent END AS shared,
  CASE WHEN is_mutual THEN begun + reached ELSE begun END AS ones,
  CASE WHEN is_mutual THEN begun + reached ELSE reached END AS others
UNWIND ones AS one
UNWIND others AS other
WITH one.person AS a, other.person AS b, second,
  CASE WHEN other.missed THEN least ELSE weight END / shared
    * CASE WHEN is_mutual AND (one.waits OR other.waits)
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
