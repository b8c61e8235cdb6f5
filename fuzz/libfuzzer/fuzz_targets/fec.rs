//! Target of cargo-fuzz: `fec`.
#![no_main]

libfuzzer_sys::fuzz_target!(|bytes: &[u8]| {
    (cddu_fuzz::target("fec").unwrap().read)(bytes);
});
