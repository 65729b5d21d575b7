"""The clauses, one file per topic, and the unit in which they are judged."""
