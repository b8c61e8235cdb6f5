//! What goes wrong around a folder: files that cannot be read, altered payslips, two commands at once, runs that were
//! cut, outputs that are full, numbers that nothing reaches. Nothing that exists is taken as absent, nothing doubtful is
//! written.

mod common;

use std::fs;
use std::io::Write as _;
use std::path::Path;
use std::process::Stdio;

use common::{cddu, copy, root, snapshot};

/// A copy of the small folder of the error catalogue, its week paid when `paid`.
fn folder(paid: bool) -> tempfile::TempDir {
    let work = tempfile::tempdir().unwrap();
    copy(&root().join("tests/errors/_base"), &work.path().join("dossier"));
    let production = work.path().join("dossier/production.toml");
    let text = fs::read_to_string(&production).unwrap();
    fs::write(
        &production,
        text + "\n[virements]\nnom = \"SOCIETE FICTIVE\"\niban = \"FR7630006000011234567890189\"\n",
    )
    .unwrap();
    if paid {
        run(work.path(), PAIE);
    }
    work
}

const PAIE: &str = "paie dossier --periode 2026-W47";
const T01: &str = "dossier/bulletins/2026/2026-W47/2026-W47-T01.json";
const MANIFEST: &str = "dossier/bulletins/2026/2026-W47/manifeste.json";
const TRANSFERS: &str = "dossier/sorties/2026-W47/virements.xml";

fn run(work: &Path, command: &str) -> (i32, String) {
    let output = cddu(work).args(command.split(' ')).output().unwrap();
    (output.status.code().expect("no signal"), String::from_utf8(output.stderr).unwrap())
}

/// What exists, and is not a file that can be read: true for every user, the administrator included.
fn unreadable(path: &Path) {
    fs::remove_file(path).unwrap();
    fs::create_dir(path).unwrap();
}

#[test]
fn what_exists_and_cannot_be_read_stops_the_command_and_changes_nothing() {
    for (place, command) in [
        (T01, PAIE),
        (T01, "dsn ecrire dossier --mois 2026-11"),
        (T01, "compta integrer dossier --periode 2026-W47"),
        (MANIFEST, PAIE),
        (TRANSFERS, PAIE),
        (TRANSFERS, "rapprocher dossier --mois 2026-11"),
        ("dossier/journal.jsonl", PAIE),
        ("dossier/journal.jsonl", "compta integrer dossier --periode 2026-W47"),
    ] {
        let work = folder(true);
        unreadable(&work.path().join(place));
        let before = snapshot(work.path());
        let (status, text) = run(work.path(), command);
        assert_eq!(status, 2, "{command} : {text}");
        assert!(text.contains("[DOS-081]") && text.contains(place), "{command} : {text}");
        assert!(before == snapshot(work.path()), "{command} changed a file");
    }
}

#[test]
fn accounts_that_cannot_be_read_are_not_begun_again() {
    let work = folder(true);
    assert_eq!(run(work.path(), "compta integrer dossier --periode 2026-W47").0, 0);
    unreadable(&work.path().join("dossier/comptabilite/registre.json"));
    let (status, text) = run(work.path(), "compta integrer dossier --periode 2026-W47");
    assert!(status == 2 && text.contains("[DOS-081]"), "{text}");
}

#[test]
fn a_payslip_edited_by_hand_reaches_nothing_even_without_its_manifest() {
    let work = folder(true);
    let path = work.path().join(T01);
    let text = fs::read_to_string(&path).unwrap();
    let amount = text.lines().find(|l| l.contains("\"virement\"")).unwrap().to_owned();
    fs::write(&path, text.replace(&amount, "      \"virement\": \"99999.99\",")).unwrap();
    fs::remove_file(work.path().join(MANIFEST)).unwrap();
    fs::remove_file(work.path().join(TRANSFERS)).unwrap();
    let before = snapshot(work.path());
    for command in [PAIE, "dsn ecrire dossier --mois 2026-11", "attestations dossier --mois 2026-11"] {
        let (status, text) = run(work.path(), command);
        assert!(status == 2 && text.contains("[DOS-061]"), "{command} : {text}");
    }
    assert!(before == snapshot(work.path()), "a file was written from an altered payslip");
}

#[test]
fn a_run_that_was_cut_before_its_manifest_is_completed_by_the_same_command() {
    let work = folder(true);
    let whole = snapshot(work.path());
    fs::remove_file(work.path().join(MANIFEST)).unwrap();
    fs::write(work.path().join("dossier/bulletins/2026/2026-W47/.cddu-a1b2.tmp"), "{").unwrap();
    let (status, text) = run(work.path(), "dsn ecrire dossier --mois 2026-11");
    assert!(status == 2 && text.contains("[DOS-065]") && text.contains("--periode 2026-W47"), "{text}");
    run(work.path(), PAIE);
    assert!(whole == snapshot(work.path()), "the next run does not give what an undisturbed one gives");
}

#[test]
fn a_folder_has_one_writer_at_a_time() {
    let work = folder(true);
    let before = snapshot(work.path());
    let mut lock = fs::OpenOptions::new().write(true).open(work.path().join("dossier/.verrou")).unwrap();
    lock.lock().unwrap();
    lock.write_all(b"cddu paie (processus 12, depuis le 16/11/2026)").unwrap();
    for command in [
        PAIE,
        "compta integrer dossier --periode 2026-W47",
        "rapprocher dossier --mois 2026-11",
        "dpae dossier",
    ] {
        let (status, text) = run(work.path(), command);
        assert!(status == 2 && text.contains("[DOS-083]"), "{command} : {text}");
        assert!(text.contains("cddu paie (processus 12, depuis le 16/11/2026)"), "{text}");
    }
    // A trial writes nothing: it waits for nobody.
    assert_ne!(run(work.path(), "paie dossier --periode 2026-W47 --essai").0, 2);
    lock.set_len(0).unwrap();
    drop(lock);
    run(work.path(), PAIE);
    assert!(before == snapshot(work.path()));
}

/// Killed at twelve moments of its run and given again, a command leaves the bytes of an undisturbed one, and a register
/// that proves itself. The journal alone may differ: it has one line more, which names the stopped command.
#[allow(clippy::disallowed_methods, reason = "killed at parts of its own time")]
#[test]
fn a_killed_command_given_again_leaves_what_an_undisturbed_one_leaves() {
    let corrected = |work: &Path| {
        let path = work.join("dossier/contrats.csv");
        let text = fs::read_to_string(&path).unwrap();
        fs::write(&path, text.replace("1747.82", "1800.00")).unwrap();
    };
    let commands: [(&str, bool, &str); 7] = [
        ("paie", false, PAIE),
        ("rectifier", true, "paie dossier --periode 2026-W47 --rectifier"),
        ("integrer", true, "compta integrer dossier --periode 2026-W47"),
        ("defaire", true, "defaire dossier --periode 2026-W47 --virements-non-envoyes"),
        ("deposer", true, "deposer dossier/sorties/2026-W47/virements.xml --le 2026-11-27"),
        ("remettre", true, "remettre dossier --periode 2026-W47 --vers remise"),
        ("init", false, "init nouveau"),
    ];
    for (name, paid, command) in commands {
        let begin = || {
            let work = folder(paid);
            if name == "rectifier" {
                corrected(work.path());
            }
            work
        };
        let whole = begin();
        let clock = std::time::Instant::now();
        run(whole.path(), command);
        let lasted = clock.elapsed();
        for moment in 1..=12 {
            let work = begin();
            let mut child = cddu(work.path())
                .args(command.split(' '))
                .stdout(Stdio::null())
                .stderr(Stdio::null())
                .spawn()
                .unwrap();
            std::thread::sleep(lasted * moment / 13);
            // On this system: SIGKILL, which nothing catches. A command that ended already was not killed: no matter.
            let _ = child.kill();
            child.wait().unwrap();
            run(work.path(), command);
            let left = names(&snapshot(work.path()));
            assert_eq!(left, names(&snapshot(whole.path())), "{name}, moment {moment}");
            assert!(snapshot(work.path()) == snapshot(whole.path()), "{name}, moment {moment} : other bytes");
            let (status, text) = run(work.path(), "registre verifier dossier");
            assert_eq!(status, 0, "{name}, moment {moment} : {text}");
        }
    }
}

/// Ctrl-C at parts of a run: the command says where it was, and given again leaves the bytes of an undisturbed one.
#[cfg(unix)]
#[allow(clippy::disallowed_methods, reason = "stopped at parts of its own time")]
#[test]
fn a_command_stopped_by_ctrl_c_says_where_it_was() {
    let whole = folder(false);
    let clock = std::time::Instant::now();
    run(whole.path(), PAIE);
    let lasted = clock.elapsed();
    let mut told = 0;
    for moment in 1..=12 {
        let work = folder(false);
        let child = cddu(work.path())
            .args(PAIE.split(' '))
            .stdout(Stdio::null())
            .stderr(Stdio::piped())
            .spawn()
            .unwrap();
        std::thread::sleep(lasted * moment / 13);
        std::process::Command::new("kill").args(["-INT", &child.id().to_string()]).status().unwrap();
        let output = child.wait_with_output().unwrap();
        let text = String::from_utf8_lossy(&output.stderr);
        if output.status.code() == Some(130) {
            assert!(text.contains("[CLI-035] commande arrêtée pendant"), "{text}");
            told += 1;
        }
        run(work.path(), PAIE);
        assert!(snapshot(work.path()) == snapshot(whole.path()), "moment {moment} : other bytes");
    }
    assert!(told > 0, "no moment was inside the run");
}

fn names(files: &[(std::path::PathBuf, Vec<u8>)]) -> Vec<String> {
    files.iter().map(|(path, _)| path.display().to_string()).collect()
}

/// Whoever loses is told who holds the folder; given again, both leave what they leave one after the other.
#[test]
fn two_different_commands_at_once_are_one_after_the_other() {
    let integrer = "compta integrer dossier --periode 2026-W47";
    let pairs = [
        (PAIE, "notes dossier --periode 2026-W47"),
        (PAIE, "verifier dossier"),
        (PAIE, integrer),
        (integrer, "deposer dossier/sorties/2026-W47/virements.xml --le 2026-11-27"),
        (integrer, "rapprocher dossier --mois 2026-11"),
    ];
    for (first, second) in pairs {
        let paid = first != PAIE;
        let alone = folder(paid);
        run(alone.path(), first);
        run(alone.path(), second);
        let work = folder(paid);
        let start = |command: &str| {
            let mut program = cddu(work.path());
            program.args(command.split(' ')).stdout(Stdio::null()).stderr(Stdio::piped()).spawn().unwrap()
        };
        let children = [start(first), start(second)];
        for child in children {
            let output = child.wait_with_output().unwrap();
            let text = String::from_utf8(output.stderr).unwrap();
            assert!(output.status.code().is_some_and(|code| code <= 2), "{first} | {second} : {text}");
            assert!(
                !text.contains("[DOS-08") || text.contains("est tenu par "),
                "{first} | {second} : {text}"
            );
        }
        run(work.path(), first);
        run(work.path(), second);
        assert!(snapshot(alone.path()) == snapshot(work.path()), "{first} | {second}");
    }
}

#[test]
fn a_name_that_brings_an_escape_reaches_no_terminal() {
    let work = folder(false);
    let path = work.path().join("dossier/salaries.csv");
    let text = fs::read_to_string(&path).unwrap();
    fs::write(&path, text.replace("T01,EXEMPLE", "T01,EX\u{1b}[31mPLE")).unwrap();
    let output = cddu(work.path()).args(PAIE.split(' ')).output().unwrap();
    let text = String::from_utf8([output.stdout, output.stderr].concat()).unwrap();
    assert!(text.contains("[DOS-131]") && text.contains("␛[31m") && !text.contains('\u{1b}'), "{text}");
}

#[test]
fn two_runs_at_once_give_what_one_gives() {
    let alone = folder(true);
    for _ in 0..3 {
        let work = folder(false);
        let start = || cddu(work.path()).args(PAIE.split(' ')).stderr(Stdio::piped()).spawn().unwrap();
        let (first, second) = (start(), start());
        for child in [first, second] {
            let output = child.wait_with_output().unwrap();
            let text = String::from_utf8(output.stderr).unwrap();
            let refused = output.status.code() == Some(2);
            assert_eq!(refused, text.contains("[DOS-083]"), "{text}");
        }
        assert!(snapshot(alone.path()) == snapshot(work.path()));
    }
}

#[test]
fn a_newer_file_asks_for_a_newer_program() {
    let work = folder(true);
    for (from, to) in
        [("\"version\": 1", "\"version\": 2"), ("\"numero\":", "\"champ_futur\": 1,\n  \"numero\":")]
    {
        let path = work.path().join(T01);
        let text = fs::read_to_string(&path).unwrap();
        fs::write(&path, text.replacen(from, to, 1)).unwrap();
        let _ = fs::remove_file(work.path().join(MANIFEST));
        let (status, message) = run(work.path(), PAIE);
        assert!(
            status == 2 && message.contains("[DOS-066]") && message.contains("mettre le programme à jour"),
            "{message}"
        );
        fs::write(&path, text).unwrap();
    }
}

/// A salary typed with two zeros too many: the person is left out, the folder goes on.
#[test]
fn an_amount_that_could_not_be_read_again_is_never_written() {
    let work = folder(false);
    let path = work.path().join("dossier/contrats.csv");
    let text = fs::read_to_string(&path).unwrap();
    fs::write(&path, text.replace("1747.82", "9000000")).unwrap();
    let (status, message) = run(work.path(), PAIE);
    assert!(status == 1 && message.contains("[PAIE-032]"), "{message}");
    assert!(!work.path().join(T01).exists());
    fs::write(&path, text).unwrap();
    run(work.path(), PAIE);
    assert!(work.path().join(T01).exists(), "the folder is locked");
}

/// The line of a fault, whatever wrote the file and whatever stands before it.
#[test]
fn lines_are_counted_as_a_person_counts_them() {
    let source = fs::read_to_string(root().join("tests/errors/_base/temps.csv")).unwrap();
    let plain = source.replacen("C2,2026-11-17", "C2,2026-11-99", 1);
    // The header is line 1, C1 takes lines 2 to 6, the second day of C2 is on line 8.
    assert_eq!(plain.lines().position(|l| l.contains("2026-11-99")), Some(7));
    let cases = [
        ("LF", plain.clone(), 8),
        ("CR LF", plain.replace('\n', "\r\n"), 8),
        ("CR", plain.replace('\n', "\r"), 8),
        ("an empty line before", plain.replacen("C2,2026-11-16", "\nC2,2026-11-16", 1), 9),
        (
            "a comment before, CR LF",
            plain.replacen("C2,2026-11-99", "# à revoir\nC2,2026-11-99", 1).replace('\n', "\r\n"),
            9,
        ),
        ("sep=, CR LF", format!("sep=,\n{plain}").replace('\n', "\r\n"), 9),
        ("mark and CR LF", format!("\u{feff}{}", plain.replace('\n', "\r\n")), 8),
        ("a text over two lines", plain.replacen("C1,2026-11-17,09:00", "C1,2026-11-17,\"09:00\n\"", 1), 9),
    ];
    for (name, text, line) in cases {
        let work = folder(false);
        fs::write(work.path().join("dossier/temps.csv"), text).unwrap();
        let (_, message) = run(work.path(), &format!("{PAIE} --essai"));
        assert!(message.contains(&format!("dossier/temps.csv:{line} ")), "{name} : {message}");
    }
}

#[cfg(target_os = "linux")]
#[test]
fn a_full_output_is_not_a_success() {
    let work = folder(true);
    let request = root().join("examples/formation/technicien-2026.json");
    let request = request.display();
    let dsn = "dossier/sorties/declarations/2026-11/dsn-2026-11.dsn";
    fs::create_dir_all(work.path().join(dsn).parent().unwrap()).unwrap();
    fs::copy(root().join("dsn-samples/plusieurs_contrats.dsn"), work.path().join(dsn)).unwrap();
    for command in [
        format!("bulletin {request} --json"),
        format!("bulletin {request} --jsonl"),
        format!("dsn lire {dsn} --json"),
        format!("dsn recrire {dsn}"),
        "rapprocher dossier --mois 2026-11 --json".to_owned(),
        "minima cadreur".to_owned(),
        "completions bash".to_owned(),
        "paie --aide".to_owned(),
        "--version".to_owned(),
    ] {
        let full = fs::OpenOptions::new().write(true).open("/dev/full").unwrap();
        let output = cddu(work.path()).args(command.split(' ')).stdout(full).output().unwrap();
        let text = String::from_utf8(output.stderr).unwrap();
        assert_eq!(output.status.code(), Some(2), "{command} : {text}");
        assert!(text.contains("[CLI-014]") && text.contains("le disque est plein"), "{command} : {text}");
    }
}

/// One mad line of a batch is one faulty answer.
#[test]
fn a_mad_number_is_an_error_of_its_line() {
    let request = fs::read_to_string(root().join("examples/formation/technicien-2026.json")).unwrap();
    let good = request.replace('\n', " ");
    let mut lines = Vec::new();
    for huge in ["79228162514264337593543950335", "9223372036854775807", "1000000.5"] {
        for (from, to) in
            [("\"heures\": \"39\"", "heures"), ("\"jours\": 5", "jours"), ("\"brut\": \"745.30\"", "brut")]
        {
            assert!(good.contains(from));
            lines.push(good.replacen(from, &format!("\"{to}\": \"{huge}\""), 1));
        }
    }
    let work = tempfile::tempdir().unwrap();
    let text: String = lines.iter().flat_map(|bad| [bad.as_str(), "\n", &good, "\n"]).collect();
    fs::write(work.path().join("lot.jsonl"), text).unwrap();
    let output = cddu(work.path()).args(["bulletin", "--jsonl", "lot.jsonl"]).output().unwrap();
    assert_eq!(output.status.code(), Some(1));
    let answers = String::from_utf8(output.stdout).unwrap();
    assert_eq!(answers.lines().count(), 2 * lines.len());
    for (rank, answer) in answers.lines().enumerate() {
        // A million of days or hours is beyond the dates of the contract, ten million euros beyond a payslip.
        let bad_amount = rank % 2 == 0 && lines[rank / 2].contains("\"brut\": \"1000000.5\"");
        assert_eq!(answer.contains("\"erreurs\":["), rank % 2 == 0 && !bad_amount, "{answer}");
    }
}
