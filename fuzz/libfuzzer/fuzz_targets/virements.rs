//! Target of cargo-fuzz: `virements`.
#![no_main]

libfuzzer_sys::fuzz_target!(|bytes: &[u8]| {
    (cddu_fuzz::target("virements").unwrap().read)(bytes);
});
