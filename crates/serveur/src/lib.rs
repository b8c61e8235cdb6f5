//! The HTTP service of cddu: what `cddu servir` runs, and what another crate can mount its own routes on.
//!
//! Every call of `cddu-kit` is a route; the answer is the text that the kit gives, byte for byte. Batches are streams in
//! constant memory. Errors are problem bodies (RFC 9457) that hold the envelope of the kit. `/openapi.json` is made from
//! the schemas of the kit: no type is described twice.
//!
//! ```
//! use cddu_serveur::{Engine, Options, Service};
//! // The routes alone, to be mounted in a program that already serves.
//! let router = Service::new(Engine::embedded(), Options::default()).router();
//! assert!(router.has_routes());
//! ```
//!
//! Nothing of a request is kept or logged: a journal line is a method, the pattern of a route, a status and a time.

mod access;
mod body;
mod calls;
mod lines;
mod lots;
mod openapi;
mod options;
mod patience;
mod problem;
mod schemas;
mod serve;
mod service;
mod tables;
mod token;

pub use cddu_kit::Engine;
pub use openapi::document as openapi;
pub use options::{Journal, Options, Seen};
pub use serve::{on_stop, run};
pub use service::Service;
pub use token::Token;
