//! The auditor from outside: what it counts, what it finds, and what each forgery is called.

#[cfg(test)]
mod counting;
#[cfg(test)]
mod epochs;
#[cfg(test)]
mod evidence;
#[cfg(test)]
mod folder;
#[cfg(test)]
mod forgeries;
#[cfg(test)]
mod leaves;
#[cfg(test)]
mod lived;
#[cfg(test)]
mod sent;
#[cfg(test)]
mod witness;
