"""Result files: what they hold, how they are stored, where a run took place."""
