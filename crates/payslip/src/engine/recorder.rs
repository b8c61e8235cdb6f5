//! What the calculation writes while it computes: every figure with its formula ([`Traced`]), or only how well the
//! amounts are established ([`Untraced`]). The calculation is one code, generic over this choice: amounts cannot differ.

use cddu_rates::{Confiance, Rates, RowId};

use crate::rules::Rule;
use crate::trace::{Applied, Fig, Name, Origin, Trace, Val};

/// Rows and rules of confidence C that were used, in order of use.
#[derive(Clone, Debug, Default)]
pub(crate) struct Unverified {
    pub rows: Vec<RowId>,
    pub rules: Vec<&'static Rule>,
}

impl Unverified {
    fn row(&mut self, row: RowId) {
        if !self.rows.contains(&row) {
            self.rows.push(row);
        }
    }

    fn rule(&mut self, rule: &'static Rule) {
        if !self.rules.iter().any(|known| known.name == rule.name) {
            self.rules.push(rule);
        }
    }

    fn of(trace: &Trace, rates: &Rates) -> Self {
        let mut out = Self::default();
        for node in trace.nodes() {
            match node.origin {
                Origin::Table(id) if rates.row(id).confiance == Confiance::C => out.row(id),
                Origin::Formula { rule: Applied::Rule(rule), .. } if rule.confiance == Confiance::C => {
                    out.rule(rule);
                }
                _ => {}
            }
        }
        out
    }
}

/// Takes the figures of a calculation. Methods: see those of the same name of [`Trace`].
pub(crate) trait Recorder: Sized {
    /// Goes on from the trace of the hours.
    fn from_hours(trace: Trace, rates: &Rates) -> Self;

    /// A figure of the trace of the hours.
    fn of_hours(&self, figure: Fig) -> Fig;

    fn input(&mut self, name: Name, value: Val) -> Fig;

    /// A table value, with the confidence of its row.
    fn table(&mut self, name: Name, value: Val, row: RowId, confiance: Confiance) -> Fig;

    fn formula(
        &mut self,
        name: Name,
        value: Val,
        text: &'static str,
        args: &[Fig],
        rule: &'static Rule,
    ) -> Fig;

    fn not_due(
        &mut self,
        name: Name,
        text: &'static str,
        test: &'static str,
        args: &[Fig],
        rule: &'static Rule,
    );

    fn because(
        &mut self,
        figure: Fig,
        text: &'static str,
        test: &'static str,
        args: &[Fig],
        rule: &'static Rule,
    );

    /// The weakest confidence of the rules and table rows under a figure.
    fn confidence(&self, fig: Fig) -> Confiance;

    /// What was used and is of confidence C.
    fn unverified(&self, rates: &Rates) -> Unverified;
}

/// Writes every figure.
pub(crate) struct Traced {
    pub trace: Trace,
    /// Weakest confidence under each node.
    letters: Vec<Confiance>,
}

impl Traced {
    fn weighed(&mut self, args: &[Fig], own: Confiance) {
        self.letters.push(args.iter().map(|f| self.confidence(*f)).fold(own, Ord::max));
    }
}

impl Recorder for Traced {
    fn from_hours(mut trace: Trace, rates: &Rates) -> Self {
        trace.make_room();
        let mut letters = Vec::with_capacity(320);
        trace.weigh(&mut letters, rates);
        Self { trace, letters }
    }

    fn of_hours(&self, figure: Fig) -> Fig {
        figure
    }

    fn input(&mut self, name: Name, value: Val) -> Fig {
        self.weighed(&[], Confiance::A);
        self.trace.input(name, value)
    }

    fn table(&mut self, name: Name, value: Val, row: RowId, confiance: Confiance) -> Fig {
        self.weighed(&[], confiance);
        self.trace.table(name, value, row)
    }

    fn formula(
        &mut self,
        name: Name,
        value: Val,
        text: &'static str,
        args: &[Fig],
        rule: &'static Rule,
    ) -> Fig {
        self.weighed(args, rule.confiance);
        self.trace.formula(name, value, text, args, rule)
    }

    fn not_due(
        &mut self,
        name: Name,
        text: &'static str,
        test: &'static str,
        args: &[Fig],
        rule: &'static Rule,
    ) {
        self.trace.not_due(name, text, test, args, rule);
    }

    fn because(
        &mut self,
        figure: Fig,
        text: &'static str,
        test: &'static str,
        args: &[Fig],
        rule: &'static Rule,
    ) {
        self.trace.because(figure, text, test, args, rule);
    }

    fn confidence(&self, fig: Fig) -> Confiance {
        self.letters[fig.0 as usize]
    }

    fn unverified(&self, rates: &Rates) -> Unverified {
        Unverified::of(&self.trace, rates)
    }
}

/// Keeps no figure: a [`Fig`] is here the weakest confidence under its amount.
pub(crate) struct Untraced {
    unverified: Unverified,
    /// Weakest confidence under each figure of the hours.
    hours: Vec<Confiance>,
}

const fn letter(confiance: Confiance) -> Fig {
    Fig(confiance as u32)
}

const fn confiance(fig: Fig) -> Confiance {
    match fig.0 {
        0 => Confiance::A,
        1 => Confiance::B,
        _ => Confiance::C,
    }
}

impl Recorder for Untraced {
    fn from_hours(trace: Trace, rates: &Rates) -> Self {
        let mut hours = Vec::new();
        trace.weigh(&mut hours, rates);
        Self { unverified: Unverified::of(&trace, rates), hours }
    }

    fn of_hours(&self, figure: Fig) -> Fig {
        letter(self.hours[figure.0 as usize])
    }

    #[inline]
    fn input(&mut self, _: Name, _: Val) -> Fig {
        letter(Confiance::A)
    }

    #[inline]
    fn table(&mut self, _: Name, _: Val, row: RowId, confiance: Confiance) -> Fig {
        if confiance == Confiance::C {
            self.unverified.row(row);
        }
        letter(confiance)
    }

    #[inline]
    fn formula(&mut self, _: Name, _: Val, _: &'static str, args: &[Fig], rule: &'static Rule) -> Fig {
        if rule.confiance == Confiance::C {
            self.unverified.rule(rule);
        }
        args.iter().copied().fold(letter(rule.confiance), Ord::max)
    }

    #[inline]
    fn not_due(&mut self, _: Name, _: &'static str, _: &'static str, _: &[Fig], _: &'static Rule) {}

    #[inline]
    fn because(&mut self, _: Fig, _: &'static str, _: &'static str, _: &[Fig], _: &'static Rule) {}

    fn confidence(&self, fig: Fig) -> Confiance {
        confiance(fig)
    }

    fn unverified(&self, _: &Rates) -> Unverified {
        self.unverified.clone()
    }
}
