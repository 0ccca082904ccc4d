//! Renders every page with sample data and checks what a browser, a screen reader and a hostile author would find.
//! `GALLERY=<dir>` keeps the pages and assets there, to be looked at through any static file server.

#[cfg(test)]
mod contrast;
#[cfg(test)]
mod gallery;
#[cfg(test)]
mod markup;
#[cfg(test)]
mod sample;
