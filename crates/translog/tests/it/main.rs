//! The log as files, from outside: vectors of the standards, properties against a tree built the slow way, crashes, hostile
//! bytes.

#[cfg(test)]
mod notes;
#[cfg(test)]
mod paths;
#[cfg(test)]
mod support;
#[cfg(test)]
mod tree;
#[cfg(test)]
mod writer;
