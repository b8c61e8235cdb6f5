//! Reading of the tables of `norm/`.

use std::collections::BTreeMap;
use std::sync::OnceLock;

use chrono::NaiveDate;

use super::{BlockDef, Format, Kind, Norm, Rubrique, Usage, Value, Version};
use crate::code::{BlockCode, Code};

const BLOCKS: &str = include_str!("../../norm/blocks.csv");
const RUBRIQUES: &str = include_str!("../../norm/rubriques.csv");
const VALUES: &str = include_str!("../../norm/values.csv");
const CONTROLS: &str = include_str!("../../norm/controls.csv");
const CTP: &str = include_str!("../../norm/ctp.csv");
const PCS: &str = include_str!("../../norm/pcs_spectacle.csv");
const CORRESPONDANCES: &str = include_str!("../../norm/ctp_cotisations.csv");
const HORS_TAUX: &str = include_str!("../../norm/cotisations_hors_taux.csv");

/// Rows of a table that have exactly `N` columns, header left out.
fn rows<const N: usize>(table: &'static str) -> impl Iterator<Item = [&'static str; N]> {
    table.lines().skip(1).filter_map(|line| {
        let mut cells = [""; N];
        let mut parts = line.split(';');
        for cell in &mut cells {
            *cell = parts.next()?;
        }
        parts.next().is_none().then_some(cells)
    })
}

fn usage(letter: Option<char>) -> Usage {
    match letter {
        Some('O') => Usage::Obligatoire,
        Some('C') => Usage::Conditionnelle,
        Some('I') => Usage::Interdite,
        Some('N') => Usage::HorsNature,
        _ => Usage::Inconnue,
    }
}

/// Usages of one nature: the table of 2025 up to P25, that of 2027 for P27 where it is known, and in P26 the
/// common value, or C where the two differ.
fn usage_in(version: Version, before: Usage, after: Usage) -> Usage {
    match version {
        Version::P27V01 if after != Usage::Inconnue => after,
        Version::P26V01 if before != Usage::Inconnue && after != Usage::Inconnue && before != after => {
            Usage::Conditionnelle
        }
        _ => before,
    }
}

fn kind(letter: &str) -> Kind {
    match letter {
        "N" => Kind::Numerique,
        "D" => Kind::Date,
        "E" => Kind::Enumeration,
        "X" => Kind::ReferentielExterne,
        _ => Kind::Alphanumerique,
    }
}

fn present(versions: &str, version: Version) -> bool {
    versions.split(' ').any(|v| v == version.two_digits())
}

pub(super) fn load(version: Version) -> Norm {
    let mut lists: BTreeMap<&str, Vec<Value>> = BTreeMap::new();
    for [list, code, libelle, versions] in rows(VALUES) {
        let values = lists.entry(list).or_default();
        if present(versions, version) {
            values.push(Value { code, libelle });
        }
    }
    for values in lists.values_mut() {
        values.sort_by_key(|v| v.code);
    }
    let mut rubriques: Vec<Rubrique> = rows(RUBRIQUES)
        .filter(|row: &[&str; 10]| present(row[7], version))
        .filter_map(|[code, libelle, nature, min, max, format, list, _, before, after]| {
            let (mut before, mut after) = (before.chars(), after.chars());
            Some(Rubrique {
                code: Code::parse(code.as_bytes())?,
                libelle,
                kind: kind(nature),
                min: min.parse().ok()?,
                max: max.parse().ok()?,
                format: (!format.is_empty()).then(|| Format::shared(format)),
                values: lists.get(list).cloned(),
                usage: std::array::from_fn(|_| usage_in(version, usage(before.next()), usage(after.next()))),
            })
        })
        .collect();
    rubriques.sort_by_key(|r| r.code);
    let mut blocks: Vec<BlockDef> = rows(BLOCKS)
        .enumerate()
        .filter(|(_, row): &(usize, [&str; 11])| present(row[5], version))
        .filter_map(|(position, [code, libelle, parent, min, max, _, n01, n04, n05, n07, ordre])| {
            let code = BlockCode::parse(code.as_bytes())?;
            let published = |cell: &str| Some(cell == "1");
            Some(BlockDef {
                code,
                libelle,
                parent: BlockCode::parse(parent.as_bytes()),
                min: min.parse().ok()?,
                max: max.parse().ok(),
                place: ordre.trim_end_matches('?').parse().ok()?,
                place_proven: !ordre.ends_with('?'),
                position,
                allowed: [published(n01), published(n04), published(n05), published(n07), None, None],
            })
        })
        .collect();
    blocks.sort_by_key(|b| b.code);
    let mut controls: Vec<&str> = rows(CONTROLS)
        .filter(|[_, versions, _]| present(versions, version))
        .map(|[code, _, _]| code)
        .collect();
    controls.sort_unstable();
    Norm::new(version, rubriques, blocks, controls)
}

/// Rates of a code type de personnel Urssaf, from a date.
#[derive(Clone, Debug)]
pub struct Ctp {
    /// Code.
    pub code: &'static str,
    /// Label as the Urssaf publishes it.
    pub libelle: &'static str,
    /// Letter of the format: F and R reduce what is due, Y and Z depend on the commune.
    pub format: &'static str,
    /// Rate on the capped base (qualifiant 921), in hundred-thousandths of one (15.45 % is 15 450).
    pub plafonne: Option<i64>,
    /// Rate on the whole base (qualifiant 920), same unit.
    pub deplafonne: Option<i64>,
    effet: NaiveDate,
}

/// `15.45` or `0.016` percent, in thousandths of a percent.
fn rate(text: &str) -> Option<i64> {
    let (units, decimals) = text.split_once('.')?;
    let decimals = format!("{decimals:0<3}");
    (decimals.len() == 3).then_some(())?;
    Some(units.parse::<i64>().ok()? * 1000 + decimals.parse::<i64>().ok()?)
}

/// All the rates of the table, a code once for each date.
pub fn ctps() -> &'static [Ctp] {
    static ALL: OnceLock<Vec<Ctp>> = OnceLock::new();
    ALL.get_or_init(|| {
        rows(CTP)
            .filter_map(|[code, libelle, format, plafonne, deplafonne, effet]| {
                Some(Ctp {
                    code,
                    libelle,
                    format,
                    plafonne: rate(plafonne),
                    deplafonne: rate(deplafonne),
                    effet: NaiveDate::parse_from_str(effet, "%Y-%m-%d").ok()?,
                })
            })
            .collect()
    })
}

/// Rates of `code` in force on `day`, `None` when the table does not have them.
pub fn ctp_rate(code: &str, day: NaiveDate) -> Option<&'static Ctp> {
    ctps().iter().filter(|c| c.code == code && c.effet <= day).max_by_key(|c| c.effet)
}

/// Lines of the Urssaf return that say the same thing as individual contributions.
#[derive(Clone, Debug)]
pub struct Correspondance {
    /// What both count, in French.
    pub libelle: &'static str,
    /// CTP and qualifier of the lines of the return.
    pub ctp: Vec<(&'static str, &'static str)>,
    /// Code of the individual contribution (S21.G00.81.001).
    pub cotisation: &'static str,
    /// Code of its base (S21.G00.78.001), any when `None`.
    pub base: Option<&'static str>,
    /// True when amounts are compared (reductions), false for bases.
    pub montant: bool,
}

/// The correspondences, in the order in which they are checked.
pub fn correspondances() -> &'static [Correspondance] {
    static ALL: OnceLock<Vec<Correspondance>> = OnceLock::new();
    ALL.get_or_init(|| {
        rows(CORRESPONDANCES)
            .map(|[libelle, ctp, cotisation, base, mesure, _]| Correspondance {
                libelle,
                ctp: ctp.split(' ').filter_map(|c| c.split_once('/')).collect(),
                cotisation,
                base: (!base.is_empty()).then_some(base),
                montant: mesure == "montant",
            })
            .collect()
    })
}

/// True for an individual contribution whose amount is not its base at its rate.
pub fn hors_taux(code: &str) -> bool {
    rows(HORS_TAUX).any(|[known, ..]: [&str; 4]| known == code)
}

/// True for the PCS-ESE that need a complement of the table of spectacle jobs.
pub fn pcs_spectacle(pcs: &str) -> bool {
    rows(PCS).any(|[code, _]| code == pcs)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::norm::Nature;

    #[test]
    fn every_row_of_every_table_is_read() {
        let lines = |table: &str| table.lines().count() - 1;
        assert_eq!(rows::<11>(BLOCKS).count(), lines(BLOCKS));
        assert_eq!(rows::<10>(RUBRIQUES).count(), lines(RUBRIQUES));
        assert_eq!(rows::<4>(VALUES).count(), lines(VALUES));
        assert_eq!(rows::<3>(CONTROLS).count(), lines(CONTROLS));
        assert_eq!(rows::<6>(CTP).count(), lines(CTP));
        assert_eq!(lines(PCS), 8);
        assert_eq!(rows::<4>(HORS_TAUX).count(), lines(HORS_TAUX));
        assert_eq!(correspondances().len(), lines(CORRESPONDANCES));
        let known = |list: &[Value], code: &str| list.iter().any(|v| v.code == code);
        let norm = Version::P26V01.norm();
        let codes = norm.rubrique(Code::of("S21.G00.81.001")).unwrap().values.as_ref().unwrap();
        for row in correspondances() {
            assert!(known(codes, row.cotisation), "{}", row.cotisation);
            assert!(!row.ctp.is_empty(), "{}", row.libelle);
            for (ctp, _) in &row.ctp {
                assert!(ctps().iter().any(|c| c.code == *ctp), "{ctp}");
            }
        }
        for [code, ..] in rows::<4>(HORS_TAUX) {
            assert!(
                Version::ALL.iter().any(|v| v
                    .norm()
                    .rubrique(Code::of("S21.G00.81.001"))
                    .unwrap()
                    .label(code)
                    .is_some()),
                "{code}"
            );
        }
        let union: std::collections::BTreeSet<Code> =
            Version::ALL.iter().flat_map(|v| v.norm().rubriques.iter().map(|r| r.code)).collect();
        assert_eq!(union.len(), 603);
        assert_eq!(Version::P27V01.norm().blocks.len(), 64);
        assert_eq!(Version::P26V01.norm().blocks.len(), 62);
    }

    #[test]
    fn every_rubrique_has_a_block_and_a_format_that_compiles() {
        for version in Version::ALL {
            let norm = version.norm();
            for rubrique in &norm.rubriques {
                assert!(norm.block(rubrique.code.block()).is_some(), "{} {version:?}", rubrique.code);
                assert!(rubrique.min >= 1 && rubrique.min <= rubrique.max, "{}", rubrique.code);
                assert!(rubrique.format.is_none_or(|f| f.compiles()), "{}", rubrique.code);
                if let Some(values) = &rubrique.values {
                    assert!(!values.is_empty(), "{} {version:?}", rubrique.code);
                    for value in values {
                        assert!(
                            (rubrique.min..=rubrique.max).contains(&value.code.len()),
                            "{}",
                            rubrique.code
                        );
                    }
                }
            }
            for block in &norm.blocks {
                assert!(block.parent.is_none_or(|p| norm.block(p).is_some()), "{}", block.code);
                assert!(!norm.rubriques_of(block.code).is_empty(), "{} {version:?}", block.code);
            }
        }
    }

    #[test]
    fn what_changed_between_versions() {
        let has = |v: Version, code: &str| v.norm().rubrique(Code::of(code)).is_some();
        assert!(!has(Version::P24V01, "S21.G00.54.005") && has(Version::P25V01, "S21.G00.54.005"));
        assert!(has(Version::P25V01, "S21.G00.11.008") && !has(Version::P26V01, "S21.G00.11.008"));
        assert!(has(Version::P26V01, "S21.G00.11.002") && !has(Version::P27V01, "S21.G00.11.002"));
        let civilite =
            |v: Version| v.norm().rubrique(Code::of("S10.G00.02.001")).unwrap().usage(Nature::Mensuelle);
        assert_eq!(civilite(Version::P25V01), Usage::Obligatoire);
        assert_eq!(civilite(Version::P26V01), Usage::Conditionnelle, "the two tables differ");
        assert_eq!(civilite(Version::P27V01), Usage::Conditionnelle);
        let net_social = |v: Version, code: &str| {
            v.norm().rubrique(Code::of("S21.G00.51.011")).unwrap().label(code).is_some()
        };
        assert!(net_social(Version::P24V01, "027") && !net_social(Version::P25V01, "027"));
    }

    #[test]
    fn ctp_rates_by_date() {
        let day = |y| NaiveDate::from_ymd_opt(y, 6, 1).unwrap();
        assert_eq!(ctp_rate("100", day(2026)).unwrap().deplafonne, Some(13_260));
        assert_eq!(ctp_rate("100", day(2025)).unwrap().deplafonne, Some(13_170));
        assert_eq!(ctp_rate("027", day(2026)).unwrap().deplafonne, Some(16));
        assert!(ctp_rate("999", day(2026)).is_none());
        assert!(pcs_spectacle("354c") && !pcs_spectacle("543a"));
    }
}
