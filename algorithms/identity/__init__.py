"""Which identities are one person, how sure that is, why, and who only looks alike."""
