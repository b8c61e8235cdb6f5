//! The units of payroll: amounts in cents, rates in percent, and the only rounding between them.

use std::fmt;
use std::iter::Sum;
use std::ops::{Add, AddAssign, Neg, Sub, SubAssign};
use std::str::FromStr;

use rust_decimal::{Decimal, RoundingStrategy};
#[cfg(feature = "schema")]
use schemars::{Schema, SchemaGenerator, json_schema};
use serde::de::{self, MapAccess, Visitor};
use serde::{Deserialize, Deserializer, Serialize, Serializer};

/// Rounds half up (half away from zero for negative values), the one rounding of the project.
///
/// Amounts: two decimals. Coefficients of reliefs: four. General practice, and the rule of the Urssaf for
/// the reduced rates of artistes (arrêté du 24/01/1975).
#[must_use]
pub fn round_half_up(value: Decimal, decimals: u32) -> Decimal {
    value.round_dp_with_strategy(decimals, RoundingStrategy::MidpointAwayFromZero)
}

/// `round_half_up(mantissa / 10^scale)` when all of it fits in 64 bits: the same rounding as [`round_half_up`], on
/// the integers that nearly every line is made of.
fn quotient_half_up(mantissa: i128, scale: u32) -> Option<i64> {
    let mantissa = i64::try_from(mantissa).ok()?;
    let divisor = 10_u64.checked_pow(scale)?;
    let (quotient, rest) = (mantissa.unsigned_abs() / divisor, mantissa.unsigned_abs() % divisor);
    let up = u64::from(rest >= divisor - rest);
    let magnitude = i64::try_from(quotient + up).ok()?;
    Some(if mantissa < 0 { -magnitude } else { magnitude })
}

/// An amount of money, an integer number of euro cents.
///
/// Two amounts add up; an amount times an amount does not exist. A rate meets an amount only through
/// [`Rate::of`] or [`Cents::round`].
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Cents(pub i64);

/// Largest amount of one person's pay, given or computed: 10,000,000.00 EUR. A payslip above it is refused before it is
/// frozen, so that what was written is always read.
pub const MAX_AMOUNT: Cents = Cents(1_000_000_000);

/// Largest sum over people (transfers, declarations, entries of a month): 10,000,000,000.00 EUR.
pub const MAX_SUM: Cents = Cents(1_000_000_000_000);

/// Largest quantity (hours, days, cachets, kilometres): sums and products of quantities stay far from any overflow.
const MAX_QUANTITY: Decimal = Decimal::from_parts(1_000_000, 0, 0, false, 0);

/// Largest rate, in percent.
const MAX_RATE: Decimal = Decimal::from_parts(1_000_000, 0, 0, false, 0);

impl Cents {
    /// Zero euro.
    pub const ZERO: Self = Self(0);

    /// The amount nearest to a number of euros, half up.
    ///
    /// # Panics
    /// When the value does not fit in 64 bits of cents, far above [`MAX_AMOUNT`].
    #[must_use]
    pub fn round(euros: Decimal) -> Self {
        Self::checked_round(euros).expect("amount out of range")
    }

    /// [`Cents::round`] of a number that was read from somebody's file: `None` when it does not fit.
    #[must_use]
    pub fn checked_round(euros: Decimal) -> Option<Self> {
        if let Some(scale) = euros.scale().checked_sub(2)
            && let Some(cents) = quotient_half_up(euros.mantissa(), scale)
        {
            return Some(Self(cents));
        }
        let cents = round_half_up(euros.checked_mul(Decimal::ONE_HUNDRED)?, 0);
        i64::try_from(cents.mantissa() / 10i128.pow(cents.scale())).ok().map(Self)
    }

    /// The amount equal to a number of euros, or `None` when it has a fraction of a cent or does not fit.
    #[must_use]
    pub fn exact(euros: Decimal) -> Option<Self> {
        Self::checked_round(euros).filter(|rounded| rounded.to_decimal() == euros)
    }

    /// Reads a sum over people, up to [`MAX_SUM`]; a single amount is read by `parse`, up to [`MAX_AMOUNT`].
    ///
    /// # Errors
    /// [`UnitError`] for a text that is not an amount, with a fraction of a cent, or above the limit.
    pub fn parse_sum(text: &str) -> Result<Self, UnitError> {
        Self::parse_up_to(text, MAX_SUM)
    }

    fn parse_up_to(text: &str, limit: Self) -> Result<Self, UnitError> {
        let value = parse_decimal(text)?;
        if value.abs() > limit.to_decimal() {
            return Err(UnitError::TooLarge(text.to_owned(), limit));
        }
        Self::exact(value).ok_or_else(|| UnitError::TooPrecise(text.to_owned()))
    }

    /// The amount as a decimal number of euros.
    #[must_use]
    pub fn to_decimal(self) -> Decimal {
        Decimal::new(self.0, 2)
    }

    /// True for zero.
    #[must_use]
    pub const fn is_zero(self) -> bool {
        self.0 == 0
    }

    /// The amount, or zero when negative.
    #[must_use]
    pub fn or_zero(self) -> Self {
        Self(self.0.max(0))
    }

    /// The amount without its sign.
    #[must_use]
    pub const fn abs(self) -> Self {
        Self(self.0.abs())
    }
}

impl fmt::Display for Cents {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(self.text().as_str())
    }
}

/// A number divided by ten, and its last digit. Those of an amount fit in 64 bits, where it is one multiplication.
fn by_ten(number: u128) -> (u128, u8) {
    match u64::try_from(number) {
        Ok(short) => (u128::from(short / 10), u8::try_from(short % 10).unwrap_or(0)),
        Err(_) => (number / 10, u8::try_from(number % 10).unwrap_or(0)),
    }
}

/// A number written in a small buffer: printing and JSON allocate nothing.
struct Text {
    bytes: [u8; 48],
    start: usize,
}

impl Text {
    /// `mantissa / 10^scale`, with every decimal of the scale.
    fn new(mantissa: i128, scale: u32) -> Self {
        let mut out = Self { bytes: [b'0'; 48], start: 48 };
        let mut rest = mantissa.unsigned_abs();
        let mut last_digit = || {
            let digit;
            (rest, digit) = by_ten(rest);
            (b'0' + digit, rest > 0)
        };
        if scale > 0 {
            (0..scale).for_each(|_| out.push(last_digit().0));
            out.push(b'.');
        }
        loop {
            let (digit, more) = last_digit();
            out.push(digit);
            if !more {
                break;
            }
        }
        if mantissa < 0 {
            out.push(b'-');
        }
        out
    }

    /// The shortest form with at least `least` decimals.
    fn shortest(value: Decimal, least: u32) -> Self {
        let (mut mantissa, mut scale) = (value.mantissa(), value.scale());
        if let Ok(mut short) = i64::try_from(mantissa) {
            while scale > least && short % 10 == 0 {
                short /= 10;
                scale -= 1;
            }
            mantissa = i128::from(short);
        }
        while scale > least && mantissa % 10 == 0 {
            mantissa /= 10;
            scale -= 1;
        }
        while scale < least {
            mantissa *= 10;
            scale += 1;
        }
        Self::new(mantissa, scale)
    }

    fn push(&mut self, byte: u8) {
        self.start -= 1;
        self.bytes[self.start] = byte;
    }

    fn as_str(&self) -> &str {
        std::str::from_utf8(&self.bytes[self.start..]).unwrap_or("?")
    }
}

impl Cents {
    fn text(self) -> Text {
        Text::new(i128::from(self.0), 2)
    }
}

impl Add for Cents {
    type Output = Self;
    fn add(self, other: Self) -> Self {
        Self(self.0 + other.0)
    }
}
impl Sub for Cents {
    type Output = Self;
    fn sub(self, other: Self) -> Self {
        Self(self.0 - other.0)
    }
}
impl Neg for Cents {
    type Output = Self;
    fn neg(self) -> Self {
        Self(-self.0)
    }
}
impl AddAssign for Cents {
    fn add_assign(&mut self, other: Self) {
        self.0 += other.0;
    }
}
impl SubAssign for Cents {
    fn sub_assign(&mut self, other: Self) {
        self.0 -= other.0;
    }
}
impl Sum for Cents {
    fn sum<I: Iterator<Item = Self>>(iter: I) -> Self {
        Self(iter.map(|c| c.0).sum())
    }
}
impl<'a> Sum<&'a Cents> for Cents {
    fn sum<I: Iterator<Item = &'a Self>>(iter: I) -> Self {
        iter.copied().sum()
    }
}

/// Why a text is not an amount or a rate.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum UnitError {
    /// Not a decimal number.
    #[error("« {0} » n'est pas un nombre décimal (écrire par exemple 1735.54)")]
    NotDecimal(String),
    /// A fraction of a cent.
    #[error("« {0} » a plus de deux décimales : un montant s'exprime au centime")]
    TooPrecise(String),
    /// Above the accepted range.
    #[error("« {0} » dépasse {limit}", limit = limit(*.1))]
    TooLarge(String, Cents),
    /// More decimals than a quantity keeps.
    #[error("« {0} » a plus de quatre décimales : arrondir les heures ou les jours")]
    TooFine(String),
    /// A quantity or a rate that nothing reaches.
    #[error("« {0} » dépasse 1 000 000 : vérifier la virgule")]
    TooMany(String),
}

fn limit(amount: Cents) -> &'static str {
    if amount == MAX_SUM { "10 000 000 000,00" } else { "10 000 000,00" }
}

/// Reads a plain decimal number: digits, one point, an optional sign. No spaces, no comma, no exponent.
///
/// # Errors
/// [`UnitError::NotDecimal`].
pub fn parse_decimal(text: &str) -> Result<Decimal, UnitError> {
    let bad = || UnitError::NotDecimal(text.to_owned());
    let digits = text.strip_prefix(['-', '+']).unwrap_or(text);
    if digits.is_empty()
        || !digits.bytes().all(|b| b.is_ascii_digit() || b == b'.')
        || digits.starts_with('.')
        || digits.ends_with('.')
    {
        return Err(bad());
    }
    Decimal::from_str_exact(text.strip_prefix('+').unwrap_or(text)).map_err(|_| bad())
}

impl FromStr for Cents {
    type Err = UnitError;
    fn from_str(text: &str) -> Result<Self, UnitError> {
        Self::parse_up_to(text, MAX_AMOUNT)
    }
}

/// A rate in percent: `Rate` 6.90 takes 6.90 % of its base.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Rate(pub Decimal);

impl Rate {
    /// Zero percent.
    pub const ZERO: Self = Self(Decimal::ZERO);

    /// `round_half_up(base × rate / 100, 2)`: the amount of a line.
    #[must_use]
    pub fn of(self, base: Cents) -> Cents {
        // Cents × mantissa / 10^(scale + 2), in integers.
        i128::from(base.0)
            .checked_mul(self.0.mantissa())
            .and_then(|product| quotient_half_up(product, self.0.scale() + 2))
            .map_or_else(|| self.of_decimal(base), Cents)
    }

    fn of_decimal(self, base: Cents) -> Cents {
        Cents::round(base.to_decimal() * self.0 / Decimal::ONE_HUNDRED)
    }

    /// The rate as a fraction (6.90 % is 0.069).
    #[must_use]
    pub fn fraction(self) -> Decimal {
        self.0 / Decimal::ONE_HUNDRED
    }
}

impl fmt::Display for Rate {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(self.text().as_str())
    }
}

impl Rate {
    fn text(self) -> Text {
        Text::shortest(self.0, 2)
    }
}

impl FromStr for Rate {
    type Err = UnitError;
    fn from_str(text: &str) -> Result<Self, UnitError> {
        let value = parse_decimal(text)?;
        if value.abs() > MAX_RATE {
            return Err(UnitError::TooMany(text.to_owned()));
        }
        Ok(Self(value))
    }
}

/// A quantity without a currency (hours, days, cachets, coefficients), kept as written up to four decimals.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Quantity(pub Decimal);

impl Quantity {
    /// Nothing.
    pub const ZERO: Self = Self(Decimal::ZERO);

    /// The next whole number, zero for a negative quantity: half a day counts as a day where only whole days do.
    #[must_use]
    pub fn whole(self) -> u32 {
        u32::try_from(self.0.ceil().normalize().mantissa()).unwrap_or(0)
    }
}

impl From<u32> for Quantity {
    fn from(value: u32) -> Self {
        Self(Decimal::from(value))
    }
}

impl fmt::Display for Quantity {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(self.text().as_str())
    }
}

impl Quantity {
    fn text(self) -> Text {
        Text::shortest(self.0, 0)
    }
}

impl FromStr for Quantity {
    type Err = UnitError;
    fn from_str(text: &str) -> Result<Self, UnitError> {
        let value = parse_decimal(text)?;
        if value.normalize().scale() > 4 {
            return Err(UnitError::TooFine(text.to_owned()));
        }
        if value.abs() > MAX_QUANTITY {
            return Err(UnitError::TooMany(text.to_owned()));
        }
        Ok(Self(value))
    }
}

/// Accepts a JSON string or an exact JSON number and hands its text to `FromStr`.
struct TextVisitor<T>(std::marker::PhantomData<T>);

impl<'de, T> Visitor<'de> for TextVisitor<T>
where
    T: FromStr<Err = UnitError>,
{
    type Value = T;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("un nombre décimal, entre guillemets ou non")
    }

    fn visit_str<E: de::Error>(self, text: &str) -> Result<T, E> {
        text.parse().map_err(E::custom)
    }

    fn visit_u64<E: de::Error>(self, value: u64) -> Result<T, E> {
        self.visit_str(&value.to_string())
    }

    fn visit_i64<E: de::Error>(self, value: i64) -> Result<T, E> {
        self.visit_str(&value.to_string())
    }

    // serde_json hands an arbitrary-precision number as a map of one private key: its text.
    fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<T, A::Error> {
        let number: serde_json::Number =
            Deserialize::deserialize(de::value::MapAccessDeserializer::new(&mut map))?;
        self.visit_str(&without_exponent(&number.to_string()))
    }
}

/// `7.453e2` is as exact as `745.3`: a number of JSON may be written either way, a text may not.
fn without_exponent(text: &str) -> std::borrow::Cow<'_, str> {
    if !text.contains(['e', 'E']) {
        return text.into();
    }
    Decimal::from_scientific(text).map_or_else(|_| text.into(), |value| value.to_string().into())
}

macro_rules! text_serde {
    ($type:ty, $name:literal, $description:literal, $pattern:literal, $limit:literal) => {
        impl Serialize for $type {
            fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
                serializer.serialize_str(self.text().as_str())
            }
        }
        impl<'de> Deserialize<'de> for $type {
            fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
                deserializer.deserialize_any(TextVisitor(std::marker::PhantomData))
            }
        }
        #[cfg(feature = "schema")]
        impl schemars::JsonSchema for $type {
            fn schema_name() -> std::borrow::Cow<'static, str> {
                $name.into()
            }
            fn json_schema(_: &mut SchemaGenerator) -> Schema {
                json_schema!({
                    "description": $description,
                    "type": ["string", "number"],
                    "pattern": $pattern,
                    "minimum": -$limit,
                    "maximum": $limit
                })
            }
        }
    };
}

/// For `#[serde(with = "cddu_rates::sum")]`: an amount that adds up those of many people, up to [`MAX_SUM`].
pub mod sum {
    use super::{Cents, Deserializer, FromStr, Serialize, Serializer, TextVisitor, UnitError};

    struct Sum(Cents);

    impl FromStr for Sum {
        type Err = UnitError;
        fn from_str(text: &str) -> Result<Self, UnitError> {
            Cents::parse_sum(text).map(Self)
        }
    }

    /// Reads the sum.
    ///
    /// # Errors
    /// Those of [`Cents::parse_sum`].
    pub fn deserialize<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Cents, D::Error> {
        deserializer.deserialize_any(TextVisitor::<Sum>(std::marker::PhantomData)).map(|sum| sum.0)
    }

    /// Writes the sum as any amount.
    ///
    /// # Errors
    /// Those of the serializer.
    pub fn serialize<S: Serializer>(amount: &Cents, serializer: S) -> Result<S::Ok, S::Error> {
        amount.serialize(serializer)
    }
}

text_serde!(
    Cents,
    "Montant",
    "Montant en euros, deux décimales au plus (\"1735.54\")",
    "^[+-]?[0-9]+(\\.[0-9]{1,2}0*)?$",
    10_000_000
);
text_serde!(Rate, "Taux", "Taux en pour cent (\"6.90\" pour 6,90 %)", "^[+-]?[0-9]+(\\.[0-9]+)?$", 1_000_000);
text_serde!(
    Quantity,
    "Quantite",
    "Heures, jours ou coefficient, quatre décimales au plus",
    "^[+-]?[0-9]+(\\.[0-9]{1,4}0*)?$",
    1_000_000
);

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn rounding_is_half_up_away_from_zero() {
        let cases = [
            ("0.005", "0.01"),
            ("0.0049", "0.00"),
            ("1.005", "1.01"),
            ("-0.005", "-0.01"),
            ("2.675", "2.68"),
        ];
        for (input, expected) in cases {
            assert_eq!(Cents::round(input.parse().unwrap()).to_string(), expected, "{input}");
        }
    }

    #[test]
    fn a_line_rounds_once() {
        // 645.97 x 6.90 % = 44.571930 -> 44.57 ; 645.97 x 8.55 % = 55.230435 -> 55.23
        let base: Cents = "645.97".parse().unwrap();
        assert_eq!("6.90".parse::<Rate>().unwrap().of(base), Cents(4457));
        assert_eq!("8.55".parse::<Rate>().unwrap().of(base), Cents(5523));
    }

    #[test]
    fn rounding_on_integers_is_rounding_on_decimals() {
        for rate in ["0", "6.90", "8.55", "0.07805", "0.016", "100", "0.5", "12.3456", "-1.5"] {
            let rate: Rate = rate.parse().unwrap();
            for base in
                [0, 1, 5, 50, 99, 100, 64_597, 999_999, 1_000_000_000, -1, -50, -64_597, i64::MAX / 1000]
            {
                assert_eq!(rate.of(Cents(base)), rate.of_decimal(Cents(base)), "{rate} % of {base}");
            }
        }
        for euros in [
            "0.5",
            "7",
            "0.004999999999",
            "0.005",
            "-0.005",
            "1.0049999",
            "123456789.985",
            "0.00500000000000000000000001",
        ] {
            let euros: Decimal = euros.parse().unwrap();
            let slow = round_half_up(euros, 2);
            assert_eq!(Cents::round(euros).to_decimal(), slow, "{euros}");
        }
    }

    #[test]
    fn amounts_are_read_exactly_or_refused() {
        assert_eq!("1735.54".parse::<Cents>(), Ok(Cents(173_554)));
        assert_eq!("-0.5".parse::<Cents>(), Ok(Cents(-50)));
        for bad in ["", "12,5", "1 000", "1e3", ".5", "5.", "0x1", "1.2.3", "NaN", "--1"] {
            assert!(matches!(bad.parse::<Cents>(), Err(UnitError::NotDecimal(_))), "{bad}");
        }
        assert!(matches!("1.005".parse::<Cents>(), Err(UnitError::TooPrecise(_))));
        assert!(matches!("10000000.01".parse::<Cents>(), Err(UnitError::TooLarge(..))));
        assert_eq!(Cents::parse_sum("13368256.61"), Ok(Cents(1_336_825_661)));
        assert!(matches!(Cents::parse_sum("10000000000.01"), Err(UnitError::TooLarge(..))));
        // Numbers that fit in a decimal and in nothing else.
        for huge in
            ["79228162514264337593543950335", "922337203685477580.80", "-79228162514264337593543950335"]
        {
            assert!(matches!(huge.parse::<Cents>(), Err(UnitError::TooLarge(..))), "{huge}");
            assert!(matches!(huge.parse::<Quantity>(), Err(UnitError::TooMany(_))), "{huge}");
            assert!(matches!(huge.parse::<Rate>(), Err(UnitError::TooMany(_))), "{huge}");
            assert_eq!(Cents::exact(huge.parse().unwrap()), None, "{huge}");
        }
        assert!(matches!("39.300000000000004".parse::<Quantity>(), Err(UnitError::TooFine(_))));
    }

    #[test]
    fn json_strings_and_exact_numbers_are_the_same_amount() {
        for text in ["\"1735.54\"", "1735.54", "1735.540", "1.73554e3", "173554E-2"] {
            assert_eq!(serde_json::from_str::<Cents>(text).unwrap(), Cents(173_554), "{text}");
        }
        assert_eq!(serde_json::from_str::<Cents>("12").unwrap(), Cents(1200));
        for refused in ["0.001", "1e-3", "1e999999999", "1e30", "\"1e3\""] {
            assert!(serde_json::from_str::<Cents>(refused).is_err(), "{refused}");
        }
        assert_eq!(serde_json::to_string(&Cents(-5)).unwrap(), "\"-0.05\"");
    }

    #[test]
    fn amounts_and_quantities_print_as_they_read() {
        for text in ["0.00", "0.05", "-0.05", "1.00", "10.10", "10000000.00", "-1234.56"] {
            assert_eq!(text.parse::<Cents>().unwrap().to_string(), text);
        }
        assert_eq!(format!("{:>8}", Cents(150)), "    1.50");
        for (text, shown) in
            [("46", "46"), ("46.50", "46.5"), ("0.1250", "0.125"), ("0", "0"), ("100", "100")]
        {
            assert_eq!(text.parse::<Quantity>().unwrap().to_string(), shown);
        }
        for (text, whole) in [("2.5", 3), ("5.00", 5), ("10", 10), ("0", 0), ("-1", 0)] {
            assert_eq!(text.parse::<Quantity>().unwrap().whole(), whole, "{text}");
        }
        // 28 decimals, the longest of rust_decimal.
        let third = Decimal::ONE / Decimal::from(3);
        assert_eq!(Quantity(third).to_string(), third.to_string());
    }

    #[test]
    fn rates_print_at_least_two_decimals() {
        for (text, shown) in [("6.9", "6.90"), ("0.016", "0.016"), ("13", "13.00"), ("0.1115", "0.1115")] {
            assert_eq!(text.parse::<Rate>().unwrap().to_string(), shown);
        }
    }
}
