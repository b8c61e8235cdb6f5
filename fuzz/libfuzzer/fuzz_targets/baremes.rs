//! Target of cargo-fuzz: `baremes`.
#![no_main]

libfuzzer_sys::fuzz_target!(|bytes: &[u8]| {
    (cddu_fuzz::target("baremes").unwrap().read)(bytes);
});
