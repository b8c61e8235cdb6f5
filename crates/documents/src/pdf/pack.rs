//! Compresses the streams of a file.

use std::cell::RefCell;

use flate2::{Compress, CompressError, Compression, FlushCompress, Status};

/// Fast: pages are mostly repeated operators. The level under it is twice as quick and leaves a quarter more; the levels over it
/// take longer for a tenth less.
const FAST: u32 = 2;
/// For what is compressed once and copied into every file.
const SMALL: u32 = 9;

/// A compressor that serves again: making a new one costs more than most streams.
struct Packer(Compress);

thread_local! {
    /// One for each thread of a batch. What it packed before never shows in what it packs next.
    static PACKER: RefCell<Packer> = RefCell::new(Packer::new(FAST));
}

/// The data as `FlateDecode` wants it, for one file.
pub fn fast(data: &[u8]) -> Result<Vec<u8>, CompressError> {
    PACKER.with_borrow_mut(|packer| packer.pack(data))
}

/// The same, smaller and slower, for what every file repeats.
pub fn small(data: &[u8]) -> Result<Vec<u8>, CompressError> {
    Packer::new(SMALL).pack(data)
}

impl Packer {
    fn new(level: u32) -> Self {
        Self(Compress::new(Compression::new(level), true))
    }

    fn pack(&mut self, data: &[u8]) -> Result<Vec<u8>, CompressError> {
        self.0.reset();
        let mut packed = Vec::with_capacity(data.len() / 3 + 64);
        loop {
            let read = usize::try_from(self.0.total_in()).unwrap_or(data.len());
            let status = self.0.compress_vec(&data[read..], &mut packed, FlushCompress::Finish)?;
            if status == Status::StreamEnd {
                return Ok(packed);
            }
            packed.reserve(data.len() / 3 + 64);
        }
    }
}

#[cfg(test)]
mod tests {
    use std::io::Read;

    use flate2::read::ZlibDecoder;

    use super::*;

    #[test]
    fn any_data_comes_back_whatever_was_packed_before() {
        // Empty, repeated, and without any repetition: longer once packed than the room first made for it.
        let noise: Vec<u8> = (0u32..5_000).map(|i| (i.wrapping_mul(2_654_435_761) >> 24) as u8).collect();
        let cases = [Vec::new(), b"0 0 m ".repeat(900), noise, b"x".to_vec()];
        for data in cases.iter().chain(cases.iter().rev()) {
            for pack in [fast, small] {
                let packed = pack(data).unwrap();
                let mut back = Vec::new();
                ZlibDecoder::new(packed.as_slice()).read_to_end(&mut back).unwrap();
                assert!(back == *data, "{} bytes", data.len());
                assert_eq!(packed, pack(data).unwrap());
            }
        }
    }
}
