//! Three parts. The gallery renders every page with sample data and checks what a browser, a screen reader and a hostile
//! author would find (`GALLERY=<dir>` keeps the pages to be looked at). Tongues looks whether all is said in two languages. The desk runs the whole server over a real
//! office in a temporary folder, with a browser that keeps cookies and fills in forms.

#[cfg(test)]
mod contrast;
#[cfg(test)]
mod desk;
#[cfg(test)]
mod gallery;
#[cfg(test)]
mod markup;
#[cfg(test)]
mod sample;
#[cfg(test)]
mod tongues;
