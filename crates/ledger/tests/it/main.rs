//! The ledger from outside: what is promised to those who append and read.

#[cfg(test)]
mod faults;
mod gathered;
#[cfg(test)]
mod kill;
#[cfg(test)]
mod many;
#[cfg(test)]
mod opening;
#[cfg(test)]
mod sealing;
#[cfg(test)]
mod server;
mod sound;
#[cfg(test)]
mod story;
#[cfg(test)]
mod support;
#[cfg(test)]
mod tls;
