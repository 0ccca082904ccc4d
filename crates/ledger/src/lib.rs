//! The append-only store of opaque records: writer, positions, counters, files.
