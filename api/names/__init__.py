"""From what somebody types to the person, organization, segment or topic that is meant."""
