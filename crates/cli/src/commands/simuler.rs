//! `cddu simuler`: the cost of a planned engagement, or the gross that gives a wanted net or cost.

use cddu_payslip::{BulletinInput, Cible, Computed, Solved, solve};
use cddu_rates::{Cents, Rates};
use serde::Serialize;

use crate::args::SimulerArgs;
use crate::output::{Context, Outcome, Status};
use crate::render::{columns, money};

#[derive(Serialize)]
struct Answer {
    reponse: &'static str,
    brut: Cents,
    net_avant_impot: Cents,
    net_paye: Cents,
    total_verse_employeur: Cents,
}

impl Answer {
    fn new(reponse: &'static str, computed: &Computed) -> Self {
        let t = &computed.bulletin.totaux;
        Self {
            reponse,
            brut: t.brut,
            net_avant_impot: t.net_avant_impot,
            net_paye: t.net_paye,
            total_verse_employeur: t.total_verse_employeur,
        }
    }
}

pub fn run(context: &Context, rates: &Rates, args: &SimulerArgs) -> Outcome {
    let text = crate::input::text(&args.fichier)?;
    let named = |list| super::named(list, &args.fichier);
    let input: BulletinInput = cddu_payslip::json::parse(&text).map_err(|d| named(vec![d]))?;
    let target = args
        .net
        .map(|net| (Cible::NetPaye, net))
        .or_else(|| args.cout.map(|cost| (Cible::TotalVerseEmployeur, cost)));
    let Some((target, amount)) = target else {
        let computed = cddu_payslip::compute(rates, &input).map_err(named)?;
        show(context, &[Answer::new("engagement", &computed)]);
        return Ok(Status::Done);
    };
    match solve(rates, &input, args.contrat.as_deref(), target, amount).map_err(named)? {
        Solved::Exact(computed) => {
            show(context, &[Answer::new("exact", &computed)]);
            Ok(Status::Done)
        }
        Solved::Between(under, over) => {
            let under = under.iter().map(|c| Answer::new("juste en dessous", c));
            let over = over.iter().map(|c| Answer::new("juste au-dessus", c));
            show(context, &under.chain(over).collect::<Vec<_>>());
            Ok(Status::Anomalies)
        }
    }
}

fn show(context: &Context, answers: &[Answer]) {
    if context.json {
        context.print_json(&answers);
        return;
    }
    let widths = [18, -14, -18, -14, -16];
    let head = ["", "brut", "net avant impôt", "net à payer", "coût employeur"];
    let mut text = columns(&head.into_iter().zip(widths).collect::<Vec<_>>());
    for a in answers {
        let amounts = [a.brut, a.net_avant_impot, a.net_paye, a.total_verse_employeur].map(money);
        let cells: Vec<(&str, i32)> =
            std::iter::once(a.reponse).chain(amounts.iter().map(String::as_str)).zip(widths).collect();
        text.push_str(&columns(&cells));
    }
    context.print(&text);
}
