"""One trade with both endings, played on a local network."""
