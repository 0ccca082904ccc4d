//! For tests only: moving clock, seeded ids, invented actors, scenario runner.
