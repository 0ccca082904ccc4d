//! Foreign formats as pure codecs: bytes come in from the caller, values go out.
//!
//! `xes` reads IEEE 1849 event logs; `map` counts what histories have in common; `sheet` writes tables; `table` reads the
//! rows of spreadsheets (.xlsx) and of CSV; `paper` is a document for print and as a workbook; `bpmn` writes a process as
//! BPMN 2.0 with the picture that `layout` makes. None opens a file, a socket or a clock, and none knows cases, deadlines or
//! people of this house: `office` translates.

pub mod bpmn;
pub mod course;
pub mod layout;
pub mod map;
pub mod paper;
pub mod sheet;
pub mod table;
pub mod xes;
