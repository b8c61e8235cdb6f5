//! Every reader of a file that comes from outside, against damaged bytes: a refusal is an answer, a panic is a fault.
//!
//! A [`Target`] reads bytes and drops what it read. [`hunt`] gives it real samples, damaged by seeded mutations;
//! `fuzz/libfuzzer` gives the same targets to cargo-fuzz.

mod conteneurs;
mod mutations;
mod targets;

use std::panic::{AssertUnwindSafe, catch_unwind};

pub use mutations::{Random, damage};
pub use targets::{TARGETS, Target, target};

/// An input that made a reader panic.
#[derive(Debug)]
pub struct Crash {
    /// Seed of this execution: `hunt(target, 1, seed)` finds it again.
    pub seed: u64,
    /// The bytes.
    pub bytes: Vec<u8>,
}

/// Runs a target on `executions` damaged samples, from a seed; the first input that panics. The same seed gives the
/// same bytes.
#[must_use]
pub fn hunt(target: &Target, executions: u64, seed: u64) -> Option<Crash> {
    let samples = (target.samples)();
    for seed in seed..seed + executions {
        let mut random = Random(seed);
        let bytes = damage(&samples[random.below(samples.len())], &samples, &mut random);
        if catch_unwind(AssertUnwindSafe(|| (target.read)(&bytes))).is_err() {
            return Some(Crash { seed, bytes });
        }
    }
    None
}
