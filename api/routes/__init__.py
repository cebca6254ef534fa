"""The routes of the HTTP API: typed parameters in, one question to the engine, its answer out."""

from api.routes import (
    backtests,
    changes,
    coverage,
    cypher,
    groups,
    health,
    identities,
    interactions,
    movement,
    next_contacts,
    people,
    rankings,
    runs,
    ties,
    topics,
    weights,
)

__all__ = ["ROUTERS"]

ROUTERS = (
    people.router,
    identities.router,
    ties.router,
    movement.router,
    next_contacts.router,
    changes.router,
    rankings.router,
    backtests.router,
    coverage.router,
    weights.router,
    groups.router,
    topics.router,
    interactions.router,
    runs.router,
    cypher.router,
    health.router,
)
