//! The DSN norm as data: a reader that loses nothing, a writer, a validator.
//!
//! A DSN (déclaration sociale nominative) is a text file in ISO-8859-1 where every line is a rubrique:
//! `S21.G00.30.002,'MARTIN'`. This crate knows the norms P24V01 to P27V01 ([`norm`]), reads any file without
//! losing a byte ([`reader`], [`read`]), checks it ([`verify`]), writes files that cannot be invalid
//! ([`Draft`]), walks through them ([`nav`]) and compares two of them ([`fn@compare`]). It knows no payroll.

pub mod amount;
mod blocks;
mod code;
pub mod compare;
mod controls;
pub mod date;
mod document;
mod finding;
pub mod ids;
pub mod latin1;
pub mod line;
pub mod nav;
pub mod norm;
pub mod reader;
mod structure;
mod tree;
mod values;
mod verify;
mod writer;

pub use cddu_base::Gravite;
pub use code::{BlockCode, Code, r21, s21};
pub use compare::{Difference, compare};
pub use controls::{concordances, implemented as implemented_controls};
pub use document::read;
pub use finding::Finding;
pub use norm::{Nature, Usage, Version};
pub use reader::{rewrite, rewrite_stream};
pub use tree::{Block, Document, Field, Message, OtherLine};
pub use verify::{verify, verify_stream};
pub use writer::{Draft, Refused, Rendered};
