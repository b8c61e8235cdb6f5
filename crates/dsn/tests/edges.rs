//! Both sides of the limits of controls, and lines put at the place of another block.

mod common;

use cddu_dsn::verify;

fn sample(name: &str) -> Vec<String> {
    let bytes = common::samples().into_iter().find(|(n, _)| *n == format!("{name}.dsn")).expect("sample").1;
    let text: String = bytes.iter().map(|&b| b as char).collect();
    text.lines().map(str::to_owned).collect()
}

/// Codes found in `lines`, with the right total.
fn codes(mut lines: Vec<String>) -> Vec<String> {
    let count = lines.len();
    for line in lines.iter_mut().filter(|l| l.starts_with("S90.G00.90.001")) {
        *line = format!("S90.G00.90.001,'{count}'");
    }
    let bytes: Vec<u8> = (lines.join("\n") + "\n").chars().map(|c| c as u8).collect();
    verify(&bytes).into_iter().map(|f| f.code).collect()
}

fn place(lines: &[String], code: &str) -> usize {
    lines.iter().position(|l| l.starts_with(code)).unwrap_or_else(|| panic!("{code}"))
}

/// `CODE VALUE` replaces the first value of a code, `-CODE` takes its first line away.
fn changed(name: &str, steps: &[&str]) -> Vec<String> {
    let mut lines = sample(name);
    for step in steps {
        match step.strip_prefix('-') {
            Some(code) => {
                let at = place(&lines, code);
                lines.remove(at);
            }
            None => {
                let (code, value) = step.split_once(' ').expect("code and value");
                let at = place(&lines, code);
                lines[at] = format!("{code},'{value}'");
            }
        }
    }
    lines
}

const TECH: &str = "mensuelle_technicien";

/// The contract of the sample runs from 5 to 9 October 2026; the CSG is 135.59, the CRDS 7.37.
#[test]
fn limits_have_two_sides() {
    let cases: [(&str, &[&str], &[&str]); 17] = [
        // Two characters at least.
        (TECH, &["S21.G00.20.002 C"], &["FMT-06"]),
        // 99 years are 36 234 days.
        (TECH, &["S21.G00.86.003 36233"], &[]),
        (TECH, &["S21.G00.86.003 36234"], &["S21.G00.86.003/CCH-12"]),
        // 97, the number and its key: five characters at least.
        (TECH, &["S21.G00.40.022 97001"], &[]),
        (TECH, &["S21.G00.40.022 9700"], &["S21.G00.40.022/CRE-11"]),
        // Not submitted to the work accident contribution: no rate.
        (TECH, &["S21.G00.40.040 999ZZ", "-S21.G00.40.043"], &[]),
        (TECH, &["-S21.G00.40.043"], &["S21.G00.40.039/040"]),
        // The last day worked is inside the contract.
        (TECH, &["S21.G00.62.006 05102026"], &[]),
        (TECH, &["S21.G00.62.006 04102026"], &["S21.G00.62.006/CCH-15"]),
        (TECH, &["S21.G00.62.006 10102026"], &["S21.G00.62.006/CCH-15"]),
        // Two months from 5 October end on 4 December.
        (TECH, &["S21.G00.40.010 04122026", "-S21.G00.50.008"], &["S21.G00.50.008/DESC"]),
        (TECH, &["S21.G00.40.010 05122026", "-S21.G00.50.008"], &[]),
        // Kept between 135.59 x 24 / 92 + 7.37 - 1 = 41.74 and 135.59 + 7.37 + 1 = 143.96, of a net fiscal of 1 190.00.
        (TECH, &["S21.G00.50.004 1148.26"], &[]),
        (TECH, &["S21.G00.50.004 1148.27"], &["S21.G00.50.004/DESC"]),
        (TECH, &["S21.G00.50.004 1046.04"], &[]),
        (TECH, &["S21.G00.50.004 1046.03"], &["S21.G00.50.004/DESC"]),
        // Two contracts that do not meet, one of them full time.
        ("plusieurs_contrats", &["S21.G00.40.014 10"], &[]),
    ];
    for (name, steps, expected) in cases {
        assert_eq!(codes(changed(name, steps)), expected, "{steps:?}");
    }
}

/// 403 days at most; 403 days are too many for five days of pay, which is another rule.
#[test]
fn a_measure_in_days_has_a_limit() {
    for (measure, expected) in [("403.00", "S21.G00.53.002/SUM"), ("403.01", "S21.G00.53.003/CCH-13")] {
        let mut lines = sample(TECH);
        let unit = lines.iter().position(|l| l == "S21.G00.53.003,'12'").expect("days");
        lines[unit - 1] = format!("S21.G00.53.002,'{measure}'");
        assert_eq!(codes(lines), [expected], "{measure}");
    }
}

/// The employer's health cover (type 92) is kept from the net fiscal too: 42.74 + 10.00 - 1 = 51.74 at least, and 50.00
/// are kept.
#[test]
fn the_employers_health_cover_counts_in_the_net() {
    let mut lines = sample(TECH);
    let at = place(&lines, "S21.G00.58.001");
    let block = [
        "S21.G00.54.001,'92'",
        "S21.G00.54.002,'10.00'",
        "S21.G00.54.003,'05102026'",
        "S21.G00.54.004,'09102026'",
        "S21.G00.54.005,'TECH-2026-01'",
    ];
    lines.splice(at..at, block.map(str::to_owned));
    assert_eq!(codes(lines), ["S21.G00.50.004/DESC"]);
}

/// A payment before the declared month needs no montant net social.
#[test]
fn a_payment_of_another_month_needs_no_net_social() {
    let mut lines = sample(TECH);
    let at = place(&lines, "S21.G00.58.001");
    lines.drain(at..at + 4);
    assert_eq!(codes(lines.clone()), ["S21.G00.50.001/CCH-14"]);
    let paid = place(&lines, "S21.G00.50.001");
    lines[paid] = "S21.G00.50.001,'30092026'".to_owned();
    assert_eq!(codes(lines), [""; 0]);
}

/// Two returns of 743.00 for one payment of 743.00: said once.
#[test]
fn two_returns_of_a_month_are_paid_together() {
    let mut lines = sample(TECH);
    let (from, to) = (place(&lines, "S21.G00.22.001"), place(&lines, "S21.G00.30.001"));
    let copy = lines[from..to].to_vec();
    lines.splice(to..to, copy);
    // The bases declared twice are another fault.
    let codes = |lines| codes(lines).into_iter().filter(|c| c != "S21.G00.23.SUM").collect::<Vec<_>>();
    assert_eq!(codes(lines.clone()), ["S21.G00.22.SUM"]);
    let paid = lines.iter().position(|l| l == "S21.G00.20.005,'743.00'").expect("payment");
    lines[paid] = "S21.G00.20.005,'1486.00'".to_owned();
    assert_eq!(codes(lines), [""; 0]);
}

/// A reduction of 100.00 takes the return of 743.00 to 643.00.
#[test]
fn a_reduction_counts_in_less_in_its_return() {
    let mut lines = sample(TECH);
    let end = place(&lines, "S21.G00.30.001");
    let block = ["S21.G00.23.001,'671'", "S21.G00.23.002,'920'", "S21.G00.23.005,'100.00'"];
    lines.splice(end..end, block.map(str::to_owned));
    for line in lines.iter_mut().filter(|l| l.ends_with(",'743.00'")) {
        *line = line.replace("743.00", "643.00");
    }
    assert_eq!(codes(lines), [""; 0]);
}

/// A line of a block written after a block under it, after its neighbour or after the people: one finding.
#[test]
fn a_line_far_from_its_block_is_one_finding() {
    for (code, before) in [
        // The establishment's street, after its first payment and after the people.
        ("S21.G00.11.003", "S21.G00.20.005"),
        ("S21.G00.11.003", "S90.G00.90.001"),
        // The sender's town, in the sender's contact.
        ("S10.G00.01.006", "S10.G00.02.002"),
        // The sender's name, in the sender's contact: before the last line of its block.
        ("S10.G00.01.003", "S10.G00.02.002"),
        // An amount of pay inside its activity.
        ("S21.G00.51.013", "S21.G00.53.002"),
        // The end of a contract, in its retirement scheme.
        ("S21.G00.62.017", "S21.G00.50.001"),
    ] {
        let mut lines = sample(TECH);
        let line = lines.remove(place(&lines, code));
        let at = place(&lines, before);
        lines.insert(at, line);
        assert_eq!(codes(lines), ["FMT-08"], "{code} before {before}");
    }
}

/// A rubrique written again later in a block that exists once.
#[test]
fn a_rubrique_repeated_later_in_its_block_is_one_finding() {
    let mut lines = sample(TECH);
    let at = place(&lines, "S21.G00.62.006");
    lines.insert(at + 1, "S21.G00.62.002,'031'".to_owned());
    assert_eq!(codes(lines.clone()), ["FMT-08"]);
    let bytes: Vec<u8> = (lines.join("\n") + "\n").chars().map(|c| c as u8).collect();
    assert!(verify(&bytes)[0].message.contains("en double"));
}

/// What is paid to the DGFiP is compared with the people in a whole declaration only: a fraction has some of them.
#[test]
fn the_tax_of_a_fraction_is_not_compared() {
    let mut lines = sample(TECH);
    let entity = place(&lines, "S21.G00.20.002,'DGFIP_PAS'");
    let amount = (entity..).find(|i| lines[*i].starts_with("S21.G00.20.005")).expect("amount");
    lines[amount] = "S21.G00.20.005,'999.00'".to_owned();
    assert_eq!(codes(lines.clone()), ["S21.G00.20.PAS"]);
    let fraction = place(&lines, "S20.G00.05.003");
    lines[fraction] = "S20.G00.05.003,'12'".to_owned();
    assert_eq!(codes(lines), [""; 0]);
}

/// The derogatory route is refused for a CDI, whose contract has other faults with it.
#[test]
fn the_derogatory_route_is_for_fixed_terms() {
    let found = codes(changed(TECH, &["S21.G00.40.007 01"]));
    assert!(found.iter().any(|c| c == "S21.G00.62.017/CCH-12"), "{found:?}");
}

/// A value of a megabyte is not repeated; an unknown version names those that are known.
#[test]
fn a_message_never_repeats_a_value_of_a_megabyte() {
    let mut lines = sample(TECH);
    let name = place(&lines, "S21.G00.30.002");
    lines[name] = format!("S21.G00.30.002,'{}'", "A".repeat(1_000_000));
    let number = place(&lines, "S21.G00.40.009");
    lines[number] = format!("S21.G00.40.009,'{}'", "9".repeat(1_000_000));
    let bytes = (lines.join("\n") + "\n").into_bytes();
    let findings = verify(&bytes);
    assert!(!findings.is_empty());
    for finding in findings {
        let said = serde_json::to_string(&finding).expect("json");
        assert!(said.len() < 4_000, "{}", finding.code);
    }
}

/// A version of another year: said with the versions that the tables have.
#[test]
fn an_unknown_version_names_the_known_ones() {
    let mut lines = sample(TECH);
    let version = place(&lines, "S10.G00.00.006");
    lines[version] = "S10.G00.00.006,'P23V01'".to_owned();
    let bytes = (lines.join("\n") + "\n").into_bytes();
    let findings = verify(&bytes);
    let [only] = findings.as_slice() else { panic!("{findings:?}") };
    assert!(only.message.contains("P23V01") && only.message.contains("P24V01, P25V01, P26V01, P27V01"));
}

/// An unknown CTP is named with its nearest ones, and its return is not added up.
#[test]
fn an_unknown_ctp_names_the_nearest_ones() {
    let mut lines = sample(TECH);
    let ctp = lines.iter().position(|l| l == "S21.G00.23.001,'332'").expect("ctp");
    lines[ctp] = "S21.G00.23.001,'331'".to_owned();
    let csg = lines.iter().position(|l| l == "S21.G00.23.004,'1474.00'").expect("base");
    lines[csg] = "S21.G00.23.004,'1466.00'".to_owned();
    let bytes = (lines.join("\n") + "\n").into_bytes();
    let findings = verify(&bytes);
    let [only] = findings.as_slice() else { panic!("{findings:?}") };
    assert_eq!((only.code.as_str(), only.ligne), ("S21.G00.23.001/CTP", ctp + 1));
    assert!(only.message.contains("332 (FNAL PLAFONNE)"), "{}", only.message);
}

/// A person left out of the return, within a cent of the tolerance: 1,473.75 against 1,474.00 and 1,473.00 are
/// roundings to the euro; 1,475.00 is not.
#[test]
fn the_return_is_held_to_the_rounding_of_its_lines() {
    for (base, expected) in [("1474.00", 0), ("1475.00", 1), ("1472.00", 1)] {
        let mut lines = sample(TECH);
        let csg = lines.iter().position(|l| l == "S21.G00.23.004,'1474.00'").expect("base");
        lines[csg] = format!("S21.G00.23.004,'{base}'");
        assert_eq!(codes(lines), vec!["S21.G00.23.SUM"; expected], "{base}");
    }
}

/// A contribution whose amount is no product of one rate is not multiplied; another one is.
#[test]
fn legal_exceptions_of_base_at_rate() {
    let changed = |code: &str| {
        let mut lines = sample(TECH);
        let at = lines.iter().position(|l| *l == format!("S21.G00.81.001,'{code}'")).expect("code");
        let amount = at + lines[at..].iter().position(|l| l.starts_with("S21.G00.81.004")).expect("amount");
        lines[amount] = "S21.G00.81.004,'90.90'".to_owned();
        codes(lines)
    };
    assert_eq!(changed("142"), [""; 0], "retirement adds slices up");
    assert_eq!(changed("074"), ["S21.G00.81.004/DESC"]);
}

/// A finding of a person's lines names the person and the contract.
#[test]
fn a_finding_names_its_person_and_contract() {
    let mut lines = sample(TECH);
    let kind = place(&lines, "S21.G00.40.014");
    lines[kind] = "S21.G00.40.014,'77'".to_owned();
    let pas = place(&lines, "S21.G00.50.009");
    lines[pas] = "S21.G00.50.009,'3.00'".to_owned();
    let bytes = (lines.join("\n") + "\n").into_bytes();
    let findings = verify(&bytes);
    let of = |code: &str| {
        findings.iter().find(|f| f.code == code).unwrap_or_else(|| panic!("{code}: {findings:?}"))
    };
    let contract = of("FMT-06");
    assert_eq!(contract.personne.as_deref(), Some("TESTARD JEAN FICTIF (M001)"));
    assert_eq!(contract.contrat.as_deref(), Some("TECH-2026-01"));
    let payment = of("S21.G00.50.009/CCH-11");
    assert_eq!((payment.personne.is_some(), payment.contrat.as_deref()), (true, None));
}

/// The pay of a payment changed by a cent, in each of its types: 1,500.00 of gross, base 07 of 1,500.00. The base pay (010) may
/// be lower than the gross, not higher.
#[test]
fn the_gross_of_a_contract_is_held_to_the_cent() {
    let changed = |rank: usize, amount: &str| {
        let mut lines = sample(TECH);
        let own = lines.iter().enumerate().filter(|(_, l)| l.starts_with("S21.G00.51.013"));
        let at = own.map(|(i, _)| i).nth(rank).expect("amount");
        lines[at] = format!("S21.G00.51.013,'{amount}'");
        codes(lines)
    };
    for amount in ["1499.99", "1500.01"] {
        for rank in [0, 1, 2] {
            assert_eq!(changed(rank, amount), ["S21.G00.51.013/SUM"], "{rank} {amount}");
        }
    }
    assert_eq!(changed(3, "1499.99"), [""; 0]);
    assert_eq!(changed(3, "1500.01"), ["S21.G00.51.013/SUM"]);
}

/// A capped 002 is the base 07 of the contract: both at 1,400.00 for a gross of 1,500.00.
#[test]
fn pay_capped_like_its_base_is_no_gap() {
    let mut lines = sample(TECH);
    let own: Vec<usize> = (0..lines.len()).filter(|i| lines[*i].starts_with("S21.G00.51.013")).collect();
    lines[own[1]] = "S21.G00.51.013,'1400.00'".to_owned();
    assert_eq!(codes(lines.clone()), ["S21.G00.51.013/SUM"]);
    let base = lines.iter().position(|l| l == "S21.G00.78.001,'07'").expect("base") + 3;
    assert_eq!(lines[base], "S21.G00.78.004,'1500.00'");
    lines[base] = "S21.G00.78.004,'1400.00'".to_owned();
    assert_eq!(codes(lines), [""; 0]);
}

/// Five days of period, from 5 to 9 October 2026: not six days of the plafond nor six worked, not four of the plafond unless
/// a day was not worked.
#[test]
fn days_are_those_of_their_period() {
    let changed = |old: &str, new: &str, absent: bool| {
        let mut lines = sample(TECH);
        let unit = lines.iter().position(|l| l == old).expect("unit");
        lines[unit - 1] = format!("S21.G00.53.002,'{new}'");
        if absent {
            let hours = lines.iter().position(|l| l == "S21.G00.53.003,'12'").expect("days") + 1;
            let block = ["S21.G00.53.001,'02'", "S21.G00.53.002,'1.00'", "S21.G00.53.003,'12'"];
            lines.splice(hours..hours, block.map(str::to_owned));
        }
        codes(lines)
    };
    let (plafond, days) = ("S21.G00.53.003,'40'", "S21.G00.53.003,'12'");
    let told = ["S21.G00.53.002/SUM"];
    assert_eq!(changed(plafond, "6.00", false), told);
    assert_eq!(changed(plafond, "4.00", false), told);
    assert_eq!(changed(plafond, "4.00", true), [""; 0]);
    assert_eq!(changed(days, "6.00", false), told);
    assert_eq!(changed(days, "4.00", false), [""; 0]);
}

/// France Travail is paid 175.50, the prévoyance 22.50: a cent more or less is told, and makes the file unfit to be sent.
#[test]
fn what_is_paid_to_a_body_is_its_contributions_to_the_cent() {
    for (old, new, code) in [
        ("S21.G00.20.005,'175.50'", "S21.G00.20.005,'175.51'", "S21.G00.20.SUM"),
        ("S21.G00.20.005,'175.50'", "S21.G00.20.005,'175.49'", "S21.G00.20.SUM"),
        ("22.50'", "22.51'", "S21.G00.55.001/SUM"),
        ("22.50'", "22.49'", "S21.G00.55.001/SUM"),
    ] {
        let mut lines = sample(TECH);
        for line in
            lines.iter_mut().filter(|l| l.starts_with("S21.G00.20.005") || l.starts_with("S21.G00.55.001"))
        {
            *line = if line.ends_with(&format!("'{old}")) || line == old {
                line.replace(old, new)
            } else {
                line.clone()
            };
        }
        let bytes = (lines.join("\n") + "\n").into_bytes();
        let findings = verify(&bytes);
        let [only] = findings.as_slice() else { panic!("{old} {new}: {findings:?}") };
        assert_eq!((only.code.as_str(), only.refuse()), (code, true), "{new}");
    }
}
