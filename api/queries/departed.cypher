// question: What ties outside did somebody leave behind, and which of us holds them now?
// param person: who left: id, identity or name; null is whoever of ours fell silent with most to lose, default null
// param days: without a word for so many days, where nobody is named, default 30
// param at: the moment to look from; null is that of the current run, default null
// param limit: how many contacts, default 20
// reads: PAIR, WORKS_AT, OF, Fact, Run
// read it: Nobody under held_by means that the contact is lost unless somebody takes it up.
MATCH (run:Run {current: true})
WITH run, run.half_life_ms AS half_life, coalesce(datetime($at), run.as_of) AS at
MATCH (gone:Person)
WHERE CASE WHEN $person IS NULL
  THEN NOT EXISTS { MATCH (gone)-[p:PAIR]-() WHERE p.last_at > at - duration({days: $days}) }
    AND EXISTS {  // who left works with us no more, but did so once
      MATCH (gone)<-[:OF]-(i:Identity) MATCH (f:Fact {subject: i.key, name: 'organization'})
      WHERE f.value IN run.own_organizations }
  ELSE $person IN [gone.id, gone.identity, gone.name] END
MATCH (gone)-[p:PAIR]-(theirs:Person)-[:WORKS_AT]->(o:Organization)
WHERE NOT o.id IN run.own_organizations
WITH run, half_life, at, gone,
  sum(2 ^ ((p.fades_at - p.last_at.epochMillis) / half_life)) AS left_behind
ORDER BY left_behind DESC LIMIT 1
MATCH (gone)-[p:PAIR]-(theirs:Person)-[:WORKS_AT]->(o:Organization)
WHERE NOT o.id IN run.own_organizations
OPTIONAL MATCH (theirs)-[now:PAIR]-(holder:Person)-[:WORKS_AT]->(us:Organization)
WHERE holder <> gone AND us.id IN run.own_organizations AND now.last_at > p.last_at
WITH at, half_life, gone, p, theirs, o, now, holder ORDER BY now.fades_at DESC
WITH at, half_life, gone, p, theirs, o,
  collect({name: coalesce(holder.name, holder.identity), fades_at: now.fades_at})[0] AS best
RETURN coalesce(gone.name, gone.identity) AS departed,
  coalesce(theirs.name, theirs.identity) AS contact, coalesce(o.name, o.id) AS organization,
  2 ^ ((p.fades_at - p.last_at.epochMillis) / half_life) AS strength_then,
  date(p.last_at) AS last_on,
  best.name AS held_by, 2 ^ ((best.fades_at - at.epochMillis) / half_life) AS strength_now
ORDER BY strength_then DESC, contact
LIMIT $limit
