// question: Who sends a large share of mail and messages in the evening, at night or at weekends?
// param zone: the time zone to read the clock in, default "UTC"
// param opens: the hour at which the working day begins, default 8
// param closes: the hour at which it ends, default 18
// param days: over so many days, default 90
// param least: people who sent at least so many, default 20
// param at: the moment to look from; null is that of the current run, default null
// param limit: how many people, default 10
// reads: INTERACTED, OF, WORKS_AT, Run
// read it: Choose the zone in which these people live; others will look like night owls.
MATCH (run:Run {current: true})
WITH run, coalesce(datetime($at), run.as_of) AS at
MATCH (us:Organization)<-[:WORKS_AT]-(p:Person)<-[:OF]-(me:Identity)-[i:INTERACTED]->(:Identity)
WHERE us.id IN run.own_organizations AND i.at > at - duration({days: $days}) AND i.at <= at
  AND i.kind IN ['email', 'message'] AND NOT i.is_bulk
WITH DISTINCT p, i.id AS id, datetime({datetime: i.at, timezone: $zone}) AS local
WITH p, local.dayOfWeek > 5 OR local.hour < $opens OR local.hour >= $closes AS is_after
WITH p, count(*) AS sent, count(CASE WHEN is_after THEN 1 END) AS after_hours
WHERE sent >= $least
RETURN coalesce(p.name, p.identity) AS person, sent, after_hours,
  toFloat(after_hours) / sent AS share
ORDER BY share DESC, person
LIMIT $limit
