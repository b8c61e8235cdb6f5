//! The body of a contribution, against that of the other lines of the same code.

use std::collections::BTreeMap;

use cddu_declarations::Tables;
use cddu_dsn::s21;

use super::Paie;
use crate::comparaison::{Cause, Ecart};
use crate::usages::{Usages, commune};

pub(super) fn relever(tables: &Tables, paies: &[Paie<'_>], usages: &mut Usages) {
    let role = |code: &str| {
        let row = tables.individuelles.iter().find(|r| &*r.code.code == code);
        row.map_or_else(|| code.to_owned(), |r| r.code.organisme.to_string())
    };
    let mut by_code: BTreeMap<&str, Vec<&str>> = BTreeMap::new();
    let mut by_role: BTreeMap<String, Vec<&str>> = BTreeMap::new();
    let mut lines: Vec<(Ecart, &str, &str)> = Vec::new();
    for paie in paies {
        for line in paie.bases().flat_map(|b| b.all(s21(81))) {
            if let (Some(code), Some(body)) = (line.get(1), line.get(2)) {
                lines.push((paie.ecart(line, 2, Cause::Organisme, String::new()), code, body));
            }
        }
    }
    for (code, body) in lines.iter().map(|(_, code, body)| (*code, *body)) {
        by_code.entry(code).or_default().push(body);
        by_role.entry(role(code)).or_default().push(body);
    }
    for (mut gap, code, body) in lines {
        let own = by_code.get(code).filter(|list| list.len() > 2).map_or_else(
            || by_role.get(&role(code)).and_then(|list| commune(list.iter().copied())),
            |list| commune(list.iter().copied()),
        );
        let Some(due) = own else { continue };
        let fault = (body != due).then(|| {
            gap.constat = Some(format!("{body} au lieu de {due}, que les autres lignes de ce code nomment"));
            gap.corrige = Some(due.to_owned());
            gap
        });
        usages.juge("organismes des cotisations S21.G00.81.002", fault);
    }
}
