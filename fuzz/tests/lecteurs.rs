//! A short hunt in every reader; `cargo run -p cddu-fuzz -- tout 100000` makes a long one.

use std::time::{Duration, Instant};

use cddu_fuzz::{Random, TARGETS, damage, hunt};

/// Some tens of files for each reader, in a few seconds; the seed is that of the command line.
#[test]
fn no_reader_panics_on_a_damaged_file() {
    let mut found = Vec::new();
    for target in &TARGETS {
        let start = Instant::now();
        let mut seed = 0;
        while start.elapsed() < Duration::from_millis(500) && seed < 400 {
            if let Some(crash) = hunt(target, 20, seed) {
                found.push(format!("cargo run -p cddu-fuzz -- {} 1 {}", target.name, crash.seed));
                break;
            }
            seed += 20;
        }
    }
    assert!(found.is_empty(), "panique : {}", found.join(" ; "));
}

#[test]
fn the_same_seed_gives_the_same_file_and_samples_are_damaged() {
    for target in &TARGETS {
        let samples = (target.samples)();
        assert!(!samples.is_empty(), "{}", target.name);
        let one = |seed| damage(&samples[0], &samples, &mut Random(seed));
        assert_eq!(one(7), one(7));
        assert!((0..20).any(|seed| one(seed) != samples[0]), "{}", target.name);
    }
}

/// A reader that panics is found, with the seed that shows it again.
#[test]
fn a_panic_is_found_again_from_its_seed() {
    let fragile = cddu_fuzz::Target {
        name: "fragile",
        read: |bytes| assert!(!bytes.contains(&0), "zero"),
        samples: || vec![b"1,2,3\n4,5,6\n".to_vec()],
    };
    let crash = hunt(&fragile, 2000, 0).expect("a zero comes within two thousand files");
    assert_eq!(hunt(&fragile, 1, crash.seed).map(|c| c.bytes), Some(crash.bytes));
}
