"""The routes of the HTTP API: typed parameters in, one question to the engine, its answer out."""

from api.routes import cypher, groups, health, interactions, movement, people, rankings, runs, ties

__all__ = ["ROUTERS"]

ROUTERS = (
    people.router,
    ties.router,
    movement.router,
    rankings.router,
    groups.router,
    interactions.router,
    runs.router,
    cypher.router,
    health.router,
)
