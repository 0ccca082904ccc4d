//! The scenarios of `catalogue/scenarios/`.
