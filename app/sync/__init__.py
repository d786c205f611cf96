"""The link between a centre's node and the licensor's: events and stubs both ways, nothing twice, nothing dropped."""
