//! A request from a row of a table whose columns are named by the paths of the contract (`contrats[0].brut`): what a data
//! team or a spreadsheet has, in place of one JSON document per payslip.

use std::fmt::Write as _;

use cddu_rates::{Diagnostic, Diagnostics, nearest};
use serde_json::{Value, json};

use crate::forms::{of_path, steps};
use crate::schemas;

/// Last rank of a list in a path: a wider table is not one of payslips.
const MOST: usize = 99;

/// How the cells of a column are written in the request.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Kind {
    /// A text, as it is.
    Text,
    /// A number with decimals: a comma or a point.
    Decimal,
    /// A whole number.
    Whole,
    /// `true`, `false`, `oui`, `non`.
    Truth,
    /// AAAA-MM-JJ or JJ/MM/AAAA.
    Date,
}

/// A place of the document that the columns fill.
#[derive(Clone, Debug)]
enum Node {
    Cell(usize, Kind),
    Object(Vec<(String, Self)>),
    List(Vec<(usize, Self)>),
}

/// The columns of a table of requests.
#[derive(Clone, Debug)]
pub struct Colonnes {
    root: Node,
}

impl Colonnes {
    /// The columns of a table of payslip requests, from its header.
    ///
    /// ```
    /// use cddu_kit::Colonnes;
    /// let columns = Colonnes::bulletin(&["numero", "contrats[0].brut", "contrats[0].jours"])?;
    /// let row = ["B1", "1500,00", "5"];
    /// assert_eq!(columns.request(|rank| row[rank]), r#"{"numero":"B1","contrats":[{"brut":"1500.00","jours":"5"}]}"#);
    /// # Ok::<(), cddu_kit::Diagnostics>(())
    /// ```
    ///
    /// # Errors
    /// `KIT-010` for each column that is no place of the request, that holds several values, or that is named twice.
    pub fn bulletin(header: &[&str]) -> Result<Self, Diagnostics> {
        let schema = schemas::kept("bulletin").unwrap_or(&Value::Null);
        let mut root = Node::Object(Vec::new());
        let mut errors = Vec::new();
        for (rank, name) in header.iter().enumerate() {
            let name = name.trim();
            let added = kind(schema, name).and_then(|(path, kind)| {
                let repeated = || wrong(name, "est là deux fois").hint("garder une seule des deux colonnes");
                add(&mut root, &path, Node::Cell(rank, kind)).then_some(()).ok_or_else(repeated)
            });
            errors.extend(added.err());
        }
        if errors.is_empty() { Ok(Self { root }) } else { Err(errors.into()) }
    }

    /// The request of a row, as JSON; `cell` gives the text of a column. What is empty is absent from the request.
    ///
    /// ```
    /// let columns = cddu_kit::Colonnes::bulletin(&["date_paiement", "contrats[0].brut", "numero"])?;
    /// let row = ["2026-10-09", "1500.00", ""];
    /// assert_eq!(columns.request(|rank| row[rank]), r#"{"date_paiement":"2026-10-09","contrats":[{"brut":"1500.00"}]}"#);
    /// # Ok::<(), cddu_kit::Diagnostics>(())
    /// ```
    pub fn request<'c>(&self, cell: impl Fn(usize) -> &'c str) -> String {
        let mut out = String::with_capacity(1024);
        if !write(&mut out, &self.root, &cell) {
            out.push_str("{}");
        }
        out
    }
}

fn wrong(name: &str, what: &str) -> Diagnostic {
    Diagnostic::error("KIT-010", format!("la colonne « {name} » {what}")).at(name)
}

/// The steps of a column and what its cells hold.
fn kind(schema: &Value, name: &str) -> Result<(Vec<String>, Kind), Diagnostic> {
    let path = steps(name).filter(|path| !path.is_empty());
    let beyond = |path: &Vec<String>| path.iter().any(|s| s.parse().is_ok_and(|rank: usize| rank > MOST));
    if path.as_ref().is_some_and(beyond) {
        return Err(wrong(name, "va au-delà du rang 99").hint("les rangs d'une liste commencent à 0"));
    }
    let Some((path, place)) = path.and_then(|path| of_path(schema, &path).map(|place| (path, place))) else {
        return Err(unknown(schema, name));
    };
    let has = |wanted: &str| match &place["type"] {
        Value::Array(kinds) => kinds.iter().any(|k| k == wanted),
        kind => kind == wanted,
    };
    if has("object") || has("array") {
        return Err(wrong(name, "demande un chemin jusqu'à une valeur")
            .hint(format!("{name}.champ pour un objet, {name}[0].champ pour une liste")));
    }
    let kind = match place {
        _ if has("boolean") => Kind::Truth,
        _ if has("number") => Kind::Decimal,
        _ if has("integer") || place["enum"].get(0).is_some_and(Value::is_number) => Kind::Whole,
        _ if place["format"] == "date" => Kind::Date,
        _ => Kind::Text,
    };
    Ok((path, kind))
}

fn unknown(schema: &Value, name: &str) -> Diagnostic {
    let error = wrong(name, "n'est pas un champ de la demande");
    let (parent, last) = name.rsplit_once('.').unwrap_or(("", name));
    let known = steps(parent).and_then(|path| of_path(schema, &path)).map(|place| &place["properties"]);
    let known = known.and_then(Value::as_object);
    let near = nearest(last, known.into_iter().flat_map(|map| map.keys().map(String::as_str)));
    error.hint(match near.first() {
        Some(near) if parent.is_empty() => format!("vouliez-vous dire « {near} » ?"),
        Some(near) => format!("vouliez-vous dire « {parent}.{near} » ?"),
        None => {
            "les champs sont dans « cddu schema bulletin » : employeur.idcc, contrats[0].brut…".to_owned()
        }
    })
}

/// Puts a cell at its place; false when something is already there.
fn add(node: &mut Node, path: &[String], cell: Node) -> bool {
    let Some((step, rest)) = path.split_first() else { return false };
    let next = |path: &[String]| match path.first().map(|s| s.parse::<usize>()) {
        Some(Ok(_)) => Node::List(Vec::new()),
        _ => Node::Object(Vec::new()),
    };
    let inside = match node {
        Node::Object(fields) => match fields.iter().position(|(name, _)| name == step) {
            Some(at) => &mut fields[at].1,
            None if rest.is_empty() => {
                fields.push((step.clone(), cell));
                return true;
            }
            None => {
                fields.push((step.clone(), next(rest)));
                return fields.last_mut().is_some_and(|(_, node)| add(node, rest, cell));
            }
        },
        Node::List(items) => {
            let Ok(rank) = step.parse::<usize>() else { return false };
            let at = items.binary_search_by_key(&rank, |(rank, _)| *rank);
            let (Ok(at) | Err(at)) = at;
            if items.get(at).is_none_or(|(found, _)| *found != rank) {
                items.insert(at, (rank, if rest.is_empty() { cell.clone() } else { next(rest) }));
                if rest.is_empty() {
                    return true;
                }
            }
            &mut items[at].1
        }
        Node::Cell(..) => return false,
    };
    add(inside, rest, cell)
}

/// Writes what a node holds; false, and nothing written, when its cells are all empty.
fn write<'c>(out: &mut String, node: &Node, cell: &impl Fn(usize) -> &'c str) -> bool {
    let before = out.len();
    let mut some = false;
    match node {
        Node::Cell(rank, kind) => {
            let text = cell(*rank).trim();
            if text.is_empty() {
                return false;
            }
            return value(out, text, *kind);
        }
        Node::Object(fields) => {
            out.push('{');
            for (name, node) in fields {
                let start = out.len();
                if some {
                    out.push(',');
                }
                quoted(out, name);
                out.push(':');
                if write(out, node, cell) {
                    some = true;
                } else {
                    out.truncate(start);
                }
            }
            out.push('}');
        }
        Node::List(items) => {
            out.push('[');
            for (_, node) in items {
                let start = out.len();
                if some {
                    out.push(',');
                }
                if write(out, node, cell) {
                    some = true;
                } else {
                    out.truncate(start);
                }
            }
            out.push(']');
        }
    }
    if !some {
        out.truncate(before);
    }
    some
}

/// A cell as JSON. What has not the form of its column goes as a text: the reader of the request says what is wrong.
fn value(out: &mut String, text: &str, kind: Kind) -> bool {
    match kind {
        Kind::Whole if !text.starts_with('0') && text.bytes().all(|b| b.is_ascii_digit()) => {
            out.push_str(text)
        }
        Kind::Whole if text == "0" => out.push('0'),
        Kind::Truth if matches!(text.to_lowercase().as_str(), "true" | "vrai" | "oui") => {
            out.push_str("true")
        }
        Kind::Truth if matches!(text.to_lowercase().as_str(), "false" | "faux" | "non") => {
            out.push_str("false");
        }
        Kind::Decimal => {
            let plain = |c: &char| !matches!(c, ' ' | '\u{a0}' | '\u{202f}');
            let text: String = text.chars().filter(plain).map(|c| if c == ',' { '.' } else { c }).collect();
            quoted(out, &text);
        }
        Kind::Date => match french_date(text) {
            Some([day, month, year]) => {
                let _ = write!(out, "\"{year}-{month}-{day}\"");
            }
            None => quoted(out, text),
        },
        Kind::Text | Kind::Whole | Kind::Truth => quoted(out, text),
    }
    true
}

fn french_date(text: &str) -> Option<[&str; 3]> {
    let mut parts = text.split('/');
    let date = [parts.next()?, parts.next()?, parts.next()?];
    let digits = |part: &str, n: usize| part.len() == n && part.bytes().all(|b| b.is_ascii_digit());
    let whole = parts.next().is_none() && digits(date[0], 2) && digits(date[1], 2) && digits(date[2], 4);
    whole.then_some(date)
}

fn quoted(out: &mut String, text: &str) {
    let plain = text.bytes().all(|b| b >= 0x20 && b != b'"' && b != b'\\');
    if plain {
        out.push('"');
        out.push_str(text);
        out.push('"');
    } else {
        out.push_str(&json!(text).to_string());
    }
}

#[cfg(test)]
mod tests {
    use super::Colonnes;

    fn request(header: &[&str], row: &[&str]) -> String {
        Colonnes::bulletin(header).unwrap().request(|rank| row[rank])
    }

    #[test]
    fn cells_go_to_the_place_that_their_column_names() {
        let header = [
            "date_paiement",
            "employeur.idcc",
            "employeur.effectif",
            "contrats[0].cadre",
            "contrats[1].contrat",
            "contrats[0].brut",
            "contrats[0].cachets",
            "contrats[0].analytique.film",
        ];
        let row = ["09/10/2026", "3097", "8", "non", "C2", "1\u{202f}735,54", "0", "Le \"film\""];
        let got = request(&header, &row);
        assert_eq!(
            got,
            r#"{"date_paiement":"2026-10-09","employeur":{"idcc":"3097","effectif":8},"contrats":[{"cadre":false,"brut":"1735.54","cachets":0,"analytique":{"film":"Le \"film\""}},{"contrat":"C2"}]}"#
        );
    }

    #[test]
    fn empty_cells_are_absent_and_a_wrong_one_is_left_to_the_reader() {
        let header = ["employeur.effectif", "contrats[0].brut", "contrats[1].brut", "contrats[0].cadre"];
        assert_eq!(request(&header, &["", "10", " ", ""]), r#"{"contrats":[{"brut":"10"}]}"#);
        assert_eq!(request(&header, &["", "", "", ""]), "{}");
        assert_eq!(
            request(&header, &["huit", "x", "", "peut-être"]),
            r#"{"employeur":{"effectif":"huit"},"contrats":[{"brut":"x","cadre":"peut-être"}]}"#
        );
    }

    #[test]
    fn a_column_that_is_no_place_is_named_with_its_neighbour() {
        let cases = [
            ("contrats[0].brt", "n'est pas un champ de la demande", "contrats[0].brut"),
            ("contrat.brut", "n'est pas un champ de la demande", "cddu schema bulletin"),
            ("", "n'est pas un champ de la demande", "cddu schema bulletin"),
            ("contrats[100].brut", "va au-delà du rang 99", "commencent à 0"),
            ("employeur", "demande un chemin jusqu'à une valeur", "employeur.champ"),
        ];
        for (name, message, hint) in cases {
            let errors = Colonnes::bulletin(&[name]).unwrap_err();
            let told = &errors.as_slice()[0];
            assert!(told.message.ends_with(message), "{name}: {told:?}");
            assert!(told.aide.as_deref().unwrap_or_default().contains(hint), "{name}: {told:?}");
        }
        let twice = Colonnes::bulletin(&["numero", "numero"]).unwrap_err();
        assert_eq!(twice.as_slice()[0].message, "la colonne « numero » est là deux fois");
        let under = Colonnes::bulletin(&["numero", "numero.x"]).unwrap_err();
        assert_eq!(under.code(), "KIT-010");
    }
}
