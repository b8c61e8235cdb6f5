//! The draws of a case: SplitMix64 on integers, so that a seed gives the same case on every machine.

/// A stream of draws.
#[derive(Clone, Debug)]
pub struct Alea(u64);

impl Alea {
    /// The stream of a seed.
    pub const fn new(graine: u64) -> Self {
        Self(graine)
    }

    const fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9E37_79B9_7F4A_7C15);
        let z = (self.0 ^ (self.0 >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
        let z = (z ^ (z >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
        z ^ (z >> 31)
    }

    /// A number under `limit`, which is not zero. The bias of the remainder is without effect on such small limits.
    pub fn below(&mut self, limit: usize) -> usize {
        let limit = u64::try_from(limit).unwrap_or(u64::MAX).max(1);
        usize::try_from(self.next() % limit).unwrap_or_default()
    }

    /// One of a list.
    pub fn pick<'t, T>(&mut self, list: &'t [T]) -> &'t T {
        &list[self.below(list.len())]
    }

    /// The list in another order.
    pub fn shuffled<T: Clone>(&mut self, list: &[T]) -> Vec<T> {
        let mut out = list.to_vec();
        for last in (1..out.len()).rev() {
            out.swap(last, self.below(last + 1));
        }
        out
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_stream_is_that_of_the_published_generator() {
        // Reference values of SplitMix64 for the seed 1234567.
        let mut alea = Alea::new(1_234_567);
        assert_eq!([alea.next(), alea.next()], [6_457_827_717_110_365_317, 3_203_168_211_198_807_973]);
    }

    #[test]
    fn a_shuffle_keeps_every_element() {
        let list: Vec<usize> = (0..20).collect();
        let mut other = Alea::new(42).shuffled(&list);
        assert_ne!(other, list);
        other.sort_unstable();
        assert_eq!(other, list);
    }
}
