//! The screens: staff desk and JSON, rendered on the server.
//!
//! `pages` holds what a page shows, as plain view structs with their templates; `assets` the one style sheet, the one
//! script and the icon, named by their content. Not here: rules, deadlines, SQL. A page is told words and figures and
//! lays them out.

pub mod assets;
pub mod pages;
