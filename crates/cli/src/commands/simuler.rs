//! `cddu simuler`: the cost of a planned engagement, or the gross that gives a wanted net or cost.

use cddu_kit::{BulletinInput, Engine, Simulation, SimulationAnswer};

use crate::args::SimulerArgs;
use crate::output::{Context, Outcome, Status};
use crate::render::{columns, money, wrap};

pub fn run(context: &Context, engine: &Engine, args: &SimulerArgs) -> Outcome {
    let text = crate::input::text(&args.fichier)?;
    let named = |list: cddu_kit::Diagnostics| super::named(list.into(), &args.fichier);
    let demande = cddu_kit::read::<BulletinInput>(&text).map_err(named)?.input;
    let mut wanted = Simulation::new(demande);
    (wanted.net, wanted.cout, wanted.contrat) = (args.net, args.cout, args.contrat.clone());
    let found = engine.simulate(&wanted).map_err(named)?;
    show(context, &found.reponses);
    Ok(Status::anomalies_if(found.status == cddu_kit::Status::Anomalies))
}

/// What a row answers, in words; the others are said by their own name.
fn label(reponse: &str) -> &str {
    match reponse {
        "engagement" => "la demande telle quelle",
        "exact" => "au centime",
        other => other,
    }
}

fn show(context: &Context, answers: &[SimulationAnswer]) {
    if context.json {
        context.print_json(&answers);
        return;
    }
    let widths = [24, -16, -17, -17, -17];
    let head = ["", "brut du bulletin", "net avant impôt", "net après impôt", "coût employeur"];
    let mut text = columns(&head.into_iter().zip(widths).collect::<Vec<_>>());
    for a in answers {
        let amounts = [a.brut, a.net_avant_impot, a.net_paye, a.total_verse_employeur].map(money);
        let cells: Vec<(&str, i32)> =
            std::iter::once(label(a.reponse)).chain(amounts.iter().map(String::as_str)).zip(widths).collect();
        text.push_str(&columns(&cells));
    }
    text.push_str(&wrap(
        "Le net après impôt est avant acomptes, avances et saisies, qui ne changent que le virement. Le coût est le brut plus les cotisations patronales, moins les allègements.",
        0,
    ));
    context.print(&text);
}
