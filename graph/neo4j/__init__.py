"""The store in Neo4j, and what every run writes there for Cypher."""
