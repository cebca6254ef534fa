"""What goes over the wire: the published schema of every answer.

Answers are written as they come from the engine, without passing through these classes; a test
validates the real answers of every route against them. Nothing else uses them.
"""

from api.schemas.answers import (
    Briefing,
    Influencers,
    OnePerson,
    People,
    RankedTies,
    Stakeholders,
    Ties,
    Weakening,
)
from api.schemas.backtesting import BacktestAnswer, BacktestState
from api.schemas.changes import Changes, PersonChanges, TieChanges
from api.schemas.coverage import Coverage, Departures
from api.schemas.cypher import CypherAnswer, CypherQueries
from api.schemas.evidence import Influence, TieWithEvidence
from api.schemas.groups import Communities, CommunityLevels, CommunityLineage, OneGroup
from api.schemas.identities import Decided, Decisions, Identities, LookAlikes, Review
from api.schemas.moving import Rising
from api.schemas.next_contacts import NextContacts, Occasions
from api.schemas.service import (
    ExplainedMeasure,
    Live,
    LoadReport,
    Measures,
    Problem,
    Ready,
    RefreshState,
    Runs,
    Status,
)
from api.schemas.topics import OneTopic, Topics
from api.schemas.weights import Weights, WeightsTried

__all__ = [
    "BacktestAnswer",
    "BacktestState",
    "Briefing",
    "Changes",
    "Communities",
    "CommunityLevels",
    "CommunityLineage",
    "Coverage",
    "CypherAnswer",
    "CypherQueries",
    "Decided",
    "Decisions",
    "Departures",
    "ExplainedMeasure",
    "Identities",
    "Influence",
    "Influencers",
    "Live",
    "LoadReport",
    "LookAlikes",
    "Measures",
    "NextContacts",
    "Occasions",
    "OneGroup",
    "OnePerson",
    "OneTopic",
    "People",
    "PersonChanges",
    "Problem",
    "RankedTies",
    "Ready",
    "RefreshState",
    "Review",
    "Rising",
    "Runs",
    "Stakeholders",
    "Status",
    "TieChanges",
    "TieWithEvidence",
    "Ties",
    "Topics",
    "Weakening",
    "Weights",
    "WeightsTried",
]
