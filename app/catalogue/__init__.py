"""Which law holds at this counter today: packs, the table of acts, clauses and calendars."""
