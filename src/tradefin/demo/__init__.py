"""Two trades, one repaid and one in default, played on a local network."""
