//! The simulated years: an office of invented people that works through real commands.
