//! Target of cargo-fuzz: `production`.
#![no_main]

libfuzzer_sys::fuzz_target!(|bytes: &[u8]| {
    (cddu_fuzz::target("production").unwrap().read)(bytes);
});
