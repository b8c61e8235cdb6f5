//! Target of cargo-fuzz: `bulletin`.
#![no_main]

libfuzzer_sys::fuzz_target!(|bytes: &[u8]| {
    (cddu_fuzz::target("bulletin").unwrap().read)(bytes);
});
