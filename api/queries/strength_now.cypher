// question: With whom does one person have the strongest ties at this moment, and who does more of the reaching out?
// param person: id, identity or name; null is the first by influence, default null
// param at: the moment to look from, at or after the last interaction; null is now, default null
// param limit: how many people, default 10
// reads: TIE, SCORED, Run
// read it: Both columns shrink by the same share every day; a person who only writes has nothing under theirs.
MATCH (run:Run {current: true})<-[score:SCORED]-(p:Person)
WHERE CASE WHEN $person IS NULL THEN score.rank = 1 ELSE $person IN [p.id, p.identity, p.name] END
WITH p, run.half_life_ms AS half_life, coalesce(datetime($at), datetime()).epochMillis AS at
MATCH (p)-[t:TIE]-(other:Person)
WITH p, other, startNode(t) = p AS is_ours, 2 ^ ((t.fades_at - at) / half_life) AS strength
RETURN coalesce(p.name, p.identity) AS person,
  coalesce(other.name, other.identity) AS acquaintance, sum(strength) AS strength,
  sum(CASE WHEN is_ours THEN strength ELSE 0 END) AS ours,
  sum(CASE WHEN is_ours THEN 0 ELSE strength END) AS theirs
ORDER BY strength DESC, acquaintance
LIMIT $limit
