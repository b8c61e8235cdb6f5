//! Target of cargo-fuzz: `archive`.
#![no_main]

libfuzzer_sys::fuzz_target!(|bytes: &[u8]| {
    (cddu_fuzz::target("archive").unwrap().read)(bytes);
});
