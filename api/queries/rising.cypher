// question: Who gained most places between the two runs that are kept?
// param first: how many of the first places to look at, default 100
// param limit: how many people, default 10
// reads: SCORED, Run, Log
// read it: Few places near the top are worth more than many further down; ask the measures why.
MATCH (run:Run {current: true})
MATCH (log:Log {name: 'tieline'})
MATCH (before:Run {id: log.previous_run})
MATCH (before)<-[was:SCORED]-(p:Person)-[now:SCORED]->(run)
WHERE now.rank <= $first AND was.rank > now.rank
RETURN coalesce(p.name, p.identity) AS person, was.rank AS rank_before, now.rank AS rank,
  was.rank - now.rank AS places, now.influence - was.influence AS influence_gained,
  date(before.as_of) AS between, date(run.as_of) AS and_then
ORDER BY places DESC, rank
LIMIT $limit
