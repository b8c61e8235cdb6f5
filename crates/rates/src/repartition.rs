//! Splitting an amount without losing a cent.

use rust_decimal::Decimal;

use crate::Cents;

/// Splits an amount by weights with the largest remainder method: the shares add up to the amount exactly and
/// each differs from its ideal share by less than a cent.
///
/// Weights are not negative; with a zero total everything goes to the first share. Equal remainders go to the
/// heaviest weight, then to the first in order: give the weights in the order of their keys for a result that
/// does not depend on the order of the document.
#[must_use]
pub fn largest_remainder(montant: Cents, poids: &[Decimal]) -> Vec<Cents> {
    let total: Decimal = poids.iter().sum();
    if poids.is_empty() {
        return Vec::new();
    }
    if total.is_zero() {
        let mut out = vec![Cents::ZERO; poids.len()];
        out[0] = montant;
        return out;
    }
    let sign = if montant.0 < 0 { -1 } else { 1 };
    let amount = Decimal::from(montant.0.unsigned_abs());
    let mut out = Vec::with_capacity(poids.len());
    let mut remainders = Vec::with_capacity(poids.len());
    let mut left = montant.0.abs();
    for (rank, weight) in poids.iter().enumerate() {
        let ideal = amount * weight / total;
        let floor = ideal.trunc();
        let cents = i64::try_from(floor.mantissa()).unwrap_or(0);
        left -= cents;
        out.push(Cents(cents * sign));
        remainders.push((ideal - floor, *weight, rank));
    }
    remainders.sort_by(|a, b| b.0.cmp(&a.0).then(b.1.cmp(&a.1)).then(a.2.cmp(&b.2)));
    for (_, _, rank) in remainders.iter().cycle().take(usize::try_from(left).unwrap_or(0)) {
        out[*rank] += Cents(sign);
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    fn split(montant: i64, poids: &[i64]) -> Vec<i64> {
        let poids: Vec<_> = poids.iter().map(|p| Decimal::from(*p)).collect();
        largest_remainder(Cents(montant), &poids).into_iter().map(|c| c.0).collect()
    }

    #[test]
    fn remainders_go_to_the_largest() {
        // 100.00 in thirds: 33.33 each, one cent left for the first.
        assert_eq!(split(10_000, &[1, 1, 1]), [3334, 3333, 3333]);
        // 10 cents over 3 and 4 days: ideal 4.28 and 5.71, the cent goes to the second.
        assert_eq!(split(10, &[3, 4]), [4, 6]);
        assert_eq!(split(-10, &[3, 4]), [-4, -6]);
        assert_eq!(split(1, &[0, 0]), [1, 0]);
        assert_eq!(split(5, &[]), [0; 0]);
    }
}
