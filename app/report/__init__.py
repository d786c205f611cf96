"""The supervisor's summary in words, on paper and as a table: the same sentences and figures in each."""
