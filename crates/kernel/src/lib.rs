//! The rules of the house: catalogue, case, clock, calendar, rights and figures, pure and deterministic.
