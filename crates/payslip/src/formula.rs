//! The small language of formulas: numbers `{0}`, `+ - × /`, `%`, `^`, `min( ; )`, `max( ; )`, `arrondi( )` to
//! the cent, `arrondi4( )` to four decimals, `demi_heure( )` up to the next thirty minutes, and `Σ` for the sum of all arguments. Two formulas compare with
//! `≥ ≤ > < =`: what a line that is not due tells. A text names each of its arguments, and no other ([`misnamed`]).

use cddu_rates::{Cents, round_half_up};
use rust_decimal::{Decimal, MathematicalOps};

/// Puts the arguments in the text of a formula.
#[must_use]
pub fn render(text: &str, args: &[String]) -> String {
    let mut out = String::with_capacity(text.len() + 16 * args.len());
    let mut rest = text;
    while let Some(start) = rest.find(['{', 'Σ']) {
        out.push_str(&rest[..start]);
        if let Some(after) = rest[start..].strip_prefix('Σ') {
            out.push_str(&if args.is_empty() { "0".to_owned() } else { args.join(" + ") });
            rest = after;
            continue;
        }
        let end = rest[start..].find('}').map_or(rest.len(), |i| start + i);
        let index: usize = rest[start + 1..end].parse().unwrap_or(usize::MAX);
        out.push_str(args.get(index).map_or("?", String::as_str));
        rest = rest.get(end + 1..).unwrap_or("");
    }
    out + rest
}

/// The first argument that a formula wrongs: given and not named by the text, or named and not given. `None` when the
/// text names each of its `count` arguments and no other; `Σ` names them all.
#[must_use]
pub fn misnamed(text: &str, count: usize) -> Option<usize> {
    let mut named = vec![text.contains('Σ'); count];
    for part in text.split('{').skip(1) {
        let index = part.split_once('}').and_then(|(index, _)| index.parse::<usize>().ok());
        match index.and_then(|i| named.get_mut(i)) {
            Some(seen) => *seen = true,
            None => return Some(index.unwrap_or(usize::MAX)),
        }
    }
    named.iter().position(|seen| !seen)
}

/// Whether a comparison of two formulas holds (`{0} ≥ {1} × {2}`); `None` when the text is not one.
#[must_use]
pub fn holds(text: &str, args: &[Decimal]) -> Option<bool> {
    let at = text.find(['≥', '≤', '>', '<', '='])?;
    let sign = text[at..].chars().next()?;
    let left = evaluate(&text[..at], args)?;
    let right = evaluate(&text[at + sign.len_utf8()..], args)?;
    Some(match sign {
        '≥' => left >= right,
        '≤' => left <= right,
        '>' => left > right,
        '<' => left < right,
        _ => left == right,
    })
}

/// Evaluates a formula, or `None` when the text is not one.
#[must_use]
pub fn evaluate(text: &str, args: &[Decimal]) -> Option<Decimal> {
    let mut parser = Parser { text, args };
    let value = parser.sum()?;
    parser.text.trim().is_empty().then_some(value)
}

/// The value that a formula rounds, when the rounding is its last step.
#[must_use]
pub fn before_rounding(text: &str, args: &[Decimal]) -> Option<Decimal> {
    let inner =
        text.strip_prefix("arrondi4(").or_else(|| text.strip_prefix("arrondi("))?.strip_suffix(')')?;
    let mut depth = 0_i32;
    for c in inner.chars() {
        match c {
            '(' => depth += 1,
            ')' => depth -= 1,
            _ => {}
        }
        if depth < 0 {
            return None;
        }
    }
    evaluate(inner, args)
}

/// `x` to the power 7/4, the exponent of the RGDU, through square roots: no float.
#[must_use]
pub fn power_seven_quarters(x: Decimal) -> Decimal {
    let root = x.sqrt().unwrap_or_default();
    let fourth = root.sqrt().unwrap_or_default();
    x * root * fourth
}

struct Parser<'a> {
    text: &'a str,
    args: &'a [Decimal],
}

impl Parser<'_> {
    fn eat(&mut self, token: &str) -> bool {
        self.text = self.text.trim_start();
        match self.text.strip_prefix(token) {
            Some(rest) => {
                self.text = rest;
                true
            }
            None => false,
        }
    }

    fn sum(&mut self) -> Option<Decimal> {
        let mut value = self.product()?;
        loop {
            if self.eat("+") {
                value += self.product()?;
            } else if self.eat("-") || self.eat("−") {
                value -= self.product()?;
            } else {
                return Some(value);
            }
        }
    }

    fn product(&mut self) -> Option<Decimal> {
        let mut value = self.atom()?;
        loop {
            if self.eat("×") {
                value *= self.atom()?;
            } else if self.eat("/") {
                value = value.checked_div(self.atom()?)?;
            } else {
                return Some(value);
            }
        }
    }

    fn atom(&mut self) -> Option<Decimal> {
        let mut value = self.term()?;
        if self.eat("%") {
            value /= Decimal::ONE_HUNDRED;
        }
        if self.eat("^") {
            let exponent = self.term()?;
            value = if exponent == Decimal::new(175, 2) { power_seven_quarters(value) } else { return None };
        }
        Some(value)
    }

    fn term(&mut self) -> Option<Decimal> {
        if self.eat("Σ") {
            return Some(self.args.iter().sum());
        }
        if self.eat("demi_heure(") {
            let half = Decimal::from(30);
            let value = self.sum()?;
            return self.eat(")").then(|| (value / half).ceil() * half);
        }
        if self.eat("arrondi4(") {
            let value = self.sum()?;
            return self.eat(")").then(|| round_half_up(value, 4));
        }
        if self.eat("arrondi(") {
            // The rounding of amounts itself: it may see a half where a quotient cut at its last digit has left 0.00499...
            let value = self.sum()?;
            return self.eat(")").then_some(Cents::checked_round(value)?.to_decimal());
        }
        for (name, keep_min) in [("min(", true), ("max(", false)] {
            if self.eat(name) {
                let mut value = self.sum()?;
                while self.eat(";") {
                    let other = self.sum()?;
                    value = if keep_min { value.min(other) } else { value.max(other) };
                }
                return self.eat(")").then_some(value);
            }
        }
        if self.eat("(") {
            let value = self.sum()?;
            return self.eat(")").then_some(value);
        }
        if self.eat("{") {
            let end = self.text.find('}')?;
            let index: usize = self.text[..end].parse().ok()?;
            self.text = &self.text[end + 1..];
            return self.args.get(index).copied();
        }
        self.text = self.text.trim_start();
        let end = self.text.find(|c: char| !c.is_ascii_digit() && c != '.').unwrap_or(self.text.len());
        let (number, rest) = self.text.split_at(end);
        self.text = rest;
        number.parse().ok()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn formulas_are_evaluated_exactly() {
        let d = |t: &str| t.parse::<Decimal>().unwrap();
        let cases = [
            ("arrondi({0} × {1} / {2})", vec!["4005", "5", "31"], "645.97"),
            ("arrondi({0} × {1} %)", vec!["645.97", "6.90"], "44.57"),
            ("min({0} ; {1}) - {2}", vec!["10", "7.5", "2"], "5.5"),
            ("Σ", vec!["1", "2", "3.5"], "6.5"),
            ("max(0 ; {0} - {1})", vec!["1", "2"], "0"),
            ("demi_heure({0})", vec!["2731"], "2760"),
            ("demi_heure({0} - 30)", vec!["2760"], "2730"),
            ("(0.5 × ({0} - 1)) ^ 1.75", vec!["3"], "1"),
        ];
        for (text, args, expected) in cases {
            let args: Vec<Decimal> = args.into_iter().map(d).collect();
            assert_eq!(evaluate(text, &args), Some(d(expected)), "{text}");
        }
        assert_eq!(evaluate("bonjour", &[]), None);
    }

    /// A pay of 41.25 hours brought back to 40 and paid for half of its hours: a half of a cent behind a quotient cut at its
    /// last digit. The formula gives the amount that is paid.
    #[test]
    fn a_formula_rounds_as_the_amount_does() {
        let (paid, minutes) = (Decimal::new(4125, 2), Decimal::new(12375, 1));
        let forty = Decimal::from(40);
        for cents in 100_001..110_001 {
            let pay = Decimal::new(cents, 2) * forty / paid;
            let amount = Cents::round(pay * minutes / (forty * Decimal::from(60)));
            let args = [minutes, pay, forty];
            let formula = evaluate("arrondi({1} × {0} / ({2} × 60))", &args);
            assert_eq!(formula, Some(amount.to_decimal()), "{cents}");
        }
    }

    #[test]
    fn a_text_names_each_argument_and_no_other() {
        let cases = [
            ("min({0} + {1} ; {2}) - min({0} ; {2})", 3, None),
            // The slice of retraite that once listed the number of plafonds of the next slice.
            ("min({0} + {1} ; {2}) - min({0} ; {2})", 4, Some(3)),
            ("arrondi({0} × {1} %)", 1, Some(1)),
            ("Σ", 4, None),
            ("Σ", 0, None),
            ("{0}", 0, Some(0)),
            ("0", 1, Some(0)),
            ("{x}", 1, Some(usize::MAX)),
        ];
        for (text, count, expected) in cases {
            assert_eq!(misnamed(text, count), expected, "{text} {count}");
        }
    }

    #[test]
    fn a_comparison_of_two_formulas_holds_or_not() {
        let d = |t: &str| t.parse::<Decimal>().unwrap();
        let args = [d("5289.38"), d("3"), d("1763.10")];
        let cases = [
            // 3 × 1763.10 = 5289.30.
            ("{0} ≥ {1} × {2}", Some(true)),
            ("{0} < {1} × {2}", Some(false)),
            ("{0} > {1} × {2}", Some(true)),
            ("{0} ≤ {1} × {2}", Some(false)),
            ("{0} - {0} = 0", Some(true)),
            ("{0}", None),
            ("{0} ≥ bonjour", None),
        ];
        for (text, expected) in cases {
            assert_eq!(holds(text, &args), expected, "{text}");
        }
    }

    #[test]
    fn the_value_before_rounding_is_that_of_the_last_step() {
        let d = |t: &str| t.parse::<Decimal>().unwrap();
        let args = [d("645.97"), d("6.90")];
        assert_eq!(before_rounding("arrondi({0} × {1} %)", &args), Some(d("44.57193")));
        assert_eq!(before_rounding("arrondi4({0} / {0})", &args), Some(Decimal::ONE));
        assert_eq!(before_rounding("{0} - {1}", &args), None);
        assert_eq!(before_rounding("arrondi({0}) + arrondi({1})", &args), None);
    }

    #[test]
    fn seven_quarters_of_sixteen_is_one_hundred_and_twenty_eight() {
        assert_eq!(power_seven_quarters(Decimal::from(16)).normalize(), Decimal::from(128));
    }

    #[test]
    fn rendering_puts_the_numbers_in_the_text() {
        assert_eq!(
            render("arrondi({0} × {1} %)", &["645.97".into(), "6.90".into()]),
            "arrondi(645.97 × 6.90 %)"
        );
        assert_eq!(render("Σ", &["1".into(), "2".into()]), "1 + 2");
    }
}
