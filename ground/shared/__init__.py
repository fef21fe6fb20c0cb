"""What several machines with one portal share: its cache and its files (decision 36); counts: ground.processes."""
