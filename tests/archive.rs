//! Archives: what goes in comes back, the same pay is made again from them, and nothing that was changed is believed.

mod common;

use std::fs;
use std::path::{Path, PathBuf};
use std::process::Output;

use common::{cddu, example, snapshot};

fn run(place: &Path, words: &[&str]) -> Output {
    cddu(place).args(words).output().unwrap()
}

fn done(place: &Path, words: &[&str]) -> String {
    let output = run(place, words);
    assert!(output.status.success(), "{words:?}: {}", String::from_utf8_lossy(&output.stderr));
    String::from_utf8_lossy(&output.stdout).into_owned()
}

fn refused(place: &Path, words: &[&str], code: &str) {
    let output = run(place, words);
    let said = String::from_utf8_lossy(&output.stderr).into_owned();
    assert!(output.status.code() == Some(2) && said.contains(code), "{words:?}: {said}");
}

/// A week paid, beside nothing else.
fn paid() -> tempfile::TempDir {
    let place = tempfile::tempdir().unwrap();
    example("tournage", &place.path().join("film"));
    done(place.path(), &["paie", "film", "--periode", "2026-W46"]);
    place
}

#[test]
fn what_goes_in_comes_back_and_pays_the_same() {
    let place = paid();
    let root = place.path();
    let said = done(root, &["archiver", "film", "--date", "2026-12-01"]);
    // The last payment is on 20 November 2026: payslips five years, entries ten years after 31 December 2026.
    assert!(said.contains("20/11/2031  Double des bulletins de paie"), "{said}");
    assert!(said.contains("31/12/2036  Écritures"), "{said}");
    let archive = "film-2026-12-01.tar.gz";
    assert!(said.contains("non chiffrée"));
    let first = fs::read(root.join(archive)).unwrap();
    done(root, &["archiver", "film", "--date", "2026-12-01", "--vers", "encore.tar.gz"]);
    assert_eq!(first, fs::read(root.join("encore.tar.gz")).unwrap(), "the same day gives the same bytes");
    #[cfg(unix)]
    {
        use std::os::unix::fs::PermissionsExt as _;
        assert_eq!(fs::metadata(root.join(archive)).unwrap().permissions().mode() & 0o077, 0);
    }
    done(root, &["archive", "verifier", archive]);
    done(root, &["archive", "ouvrir", archive, "--vers", "rouverte"]);
    let strip = |folder: PathBuf| -> Vec<(PathBuf, Vec<u8>)> {
        let all = snapshot(&folder);
        let inside = all.into_iter().filter(|(p, _)| {
            // The lock, and the marks of the papers already drawn, which may be erased.
            let aside = |part: &str| part.starts_with(".verrou") || part == ".dessins";
            !p.to_string_lossy().split('/').any(aside)
        });
        inside.map(|(p, b)| (p.strip_prefix(&folder).unwrap_or(&p).to_path_buf(), b)).collect()
    };
    let (mine, back) = (strip(root.join("film")), strip(root.join("rouverte/dossier")));
    let names = |all: &[(PathBuf, Vec<u8>)]| all.iter().map(|(p, _)| p.clone()).collect::<Vec<_>>();
    assert_eq!(names(&mine), names(&back));
    assert!(mine == back, "a file came back changed");
    done(root, &["registre", "verifier", "rouverte/dossier", "--baremes", "rouverte/baremes"]);
    // The week made again from the archive alone: its data and its tables.
    let again = root.join("rouverte/dossier");
    for made in ["bulletins", "notes", "sorties", "journal.jsonl"] {
        let path = again.join(made);
        let _ = if path.is_dir() { fs::remove_dir_all(path) } else { fs::remove_file(path) };
    }
    done(root, &["paie", "rouverte/dossier", "--periode", "2026-W46", "--baremes", "rouverte/baremes"]);
    let keep = |all: Vec<(PathBuf, Vec<u8>)>| -> Vec<(PathBuf, Vec<u8>)> {
        all.into_iter().filter(|(p, _)| !p.ends_with("journal.jsonl")).collect()
    };
    let (before, after) = (keep(strip(root.join("film"))), keep(strip(again)));
    assert_eq!(names(&before), names(&after));
    for ((name, a), (_, b)) in before.iter().zip(&after) {
        assert!(a == b, "{} is not the same", name.display());
    }
}

#[test]
fn only_its_keys_open_an_archive() {
    let place = paid();
    let root = place.path();
    let public = |file: &str| {
        let said = done(root, &["archive", "cle", file]);
        said.split_whitespace().find(|w| w.starts_with("age1")).unwrap().to_owned()
    };
    let (anne, bruno) = (public("anne.txt"), public("bruno.txt"));
    public("carla.txt");
    refused(root, &["archive", "cle", "anne.txt"], "ARC-010");
    done(root, &["archiver", "film", "--date", "2026-12-01", "--pour", &anne, "--pour", &bruno]);
    let archive = "film-2026-12-01.tar.gz.age";
    let bytes = fs::read(root.join(archive)).unwrap();
    assert!(bytes.starts_with(b"age-encryption.org/v1"));
    for key in ["anne.txt", "bruno.txt"] {
        done(root, &["archive", "verifier", archive, "--identite", key]);
    }
    refused(root, &["archive", "verifier", archive], "ARC-030");
    refused(root, &["archive", "verifier", archive, "--identite", "carla.txt"], "ARC-030");
    refused(root, &["archiver", "film", "--pour", "age1faux"], "ARC-020");
    let secret = fs::read_to_string(root.join("anne.txt")).unwrap();
    let secret = secret.lines().nth(1).unwrap();
    let output = run(root, &["archiver", "film", "--pour", secret, "--vers", "x.age"]);
    let said = String::from_utf8_lossy(&output.stderr).into_owned();
    assert!(said.contains("clé secrète") && !said.contains(secret), "{said}");

    fs::write(root.join("phrase.txt"), "cinq mots sans rapport entre eux\n").unwrap();
    done(root, &["archiver", "film", "--phrase-fichier", "phrase.txt", "--vers", "phrase.age"]);
    done(root, &["archive", "verifier", "phrase.age", "--phrase-fichier", "phrase.txt"]);
    fs::write(root.join("autre.txt"), "cinq autres mots sans rapport\n").unwrap();
    refused(root, &["archive", "verifier", "phrase.age", "--phrase-fichier", "autre.txt"], "ARC-030");
    fs::write(root.join("court.txt"), "motdepasse").unwrap();
    refused(root, &["archiver", "film", "--phrase-fichier", "court.txt", "--vers", "y.age"], "ARC-021");
    refused(root, &["archive", "verifier", archive, "--identite", "phrase.txt"], "ARC-022");
}

/// Any bit that changes, any end that is cut, in a plain and in an encrypted archive.
#[test]
fn a_changed_archive_is_never_believed() {
    let place = paid();
    let root = place.path();
    done(root, &["archive", "cle", "cle.txt"]);
    let public = fs::read_to_string(root.join("cle.txt")).unwrap();
    let public = public.lines().next().unwrap().rsplit(' ').next().unwrap().to_owned();
    done(root, &["archiver", "film", "--vers", "clair.tar.gz"]);
    done(root, &["archiver", "film", "--vers", "secret.age", "--pour", &public]);
    for (name, key) in [("clair.tar.gz", false), ("secret.age", true)] {
        let whole = fs::read(root.join(name)).unwrap();
        let mut tried = 0;
        for rank in 1..=12 {
            let at = whole.len() * rank / 13;
            let mut changed = whole.clone();
            changed[at] ^= 0x10;
            for (kind, bytes) in [("bit", changed), ("fin", whole[..at].to_vec())] {
                fs::write(root.join("essai"), bytes).unwrap();
                let mut words = vec!["archive", "ouvrir", "essai", "--vers", "sorti"];
                if key {
                    words.extend(["--identite", "cle.txt"]);
                }
                let output = run(root, &words);
                let said = String::from_utf8_lossy(&output.stderr).into_owned();
                assert!(
                    output.status.code() == Some(2) && said.contains("ARC-03"),
                    "{name} {kind} {at}: {said}"
                );
                assert!(!root.join("sorti").exists(), "{name} {kind} {at}");
                tried += 1;
            }
        }
        assert_eq!(tried, 24);
    }
    fs::write(root.join("rien.tar.gz"), b"pas une archive").unwrap();
    refused(root, &["archive", "verifier", "rien.tar.gz"], "ARC-030");
    refused(root, &["archive", "verifier", "absente.tar.gz"], "ARC-010");
    assert!(
        fs::read_dir(root).unwrap().all(|e| !e
            .unwrap()
            .file_name()
            .to_string_lossy()
            .starts_with(".archive-"))
    );
}

#[test]
fn what_is_not_proven_is_not_archived_in_silence() {
    let place = paid();
    let root = place.path();
    refused(root, &["archiver", "film", "--vers", "film/sauvegarde.tar.gz"], "ARC-003");
    fs::write(root.join("deja.tar.gz"), b"autre chose").unwrap();
    refused(root, &["archiver", "film", "--vers", "deja.tar.gz"], "ARC-003");
    assert_eq!(fs::read(root.join("deja.tar.gz")).unwrap(), b"autre chose");
    #[cfg(unix)]
    {
        std::os::unix::fs::symlink("/etc/passwd", root.join("film/lien.txt")).unwrap();
        refused(root, &["archiver", "film", "--vers", "a.tar.gz"], "ARC-002");
        fs::remove_file(root.join("film/lien.txt")).unwrap();
    }
    // A payslip edited by hand.
    let payslip = root.join("film/bulletins/2026/2026-W46/2026-W46-T01.json");
    let text = fs::read_to_string(&payslip).unwrap();
    fs::write(&payslip, text.replacen("3762.51", "9762.51", 1)).unwrap();
    refused(root, &["archiver", "film", "--vers", "a.tar.gz"], "ARC-001");
    assert!(!root.join("a.tar.gz").exists());
}

#[test]
fn payslips_go_to_their_people_only() {
    let place = paid();
    let root = place.path();
    let said = done(root, &["remettre", "film", "--periode", "2026-W46", "--vers", "remise"]);
    assert!(said.replace('\u{a0}', " ").contains("27 remises"), "{said}");
    let camille = root.join("remise/T01 SPECIMEN Camille");
    let mut names: Vec<String> = fs::read_dir(&camille)
        .unwrap()
        .map(|e| e.unwrap().file_name().to_string_lossy().into_owned())
        .collect();
    names.sort();
    assert!(
        names.contains(&"2026-W46-T01.pdf".to_owned()) && names.contains(&"aem-2026-11-T01-1.pdf".to_owned()),
        "{names:?}"
    );
    assert!(names.iter().all(|n| n.contains("T01")), "somebody else's paper: {names:?}");
    assert_eq!(
        fs::read(camille.join("2026-W46-T01.pdf")).unwrap(),
        fs::read(root.join("film/sorties/2026-W46/bulletins/2026-W46-T01.pdf")).unwrap()
    );
    let list = fs::read_to_string(root.join("remise/remise.csv")).unwrap();
    assert_eq!(list.lines().count(), 28);
    refused(root, &["remettre", "film", "--periode", "2026-W46", "--vers", "remise"], "ARC-003");
    refused(root, &["remettre", "film", "--periode", "2026-W47", "--vers", "w47"], "ARC-041");

    // A paper that is there and cannot be read is not left out in silence: its person is named and gets nothing.
    let paper = root.join("film/sorties/declarations/2026-11/attestations/aem-2026-11-T02-1.pdf");
    let kept = fs::read(&paper).unwrap();
    fs::remove_file(&paper).unwrap();
    fs::create_dir(&paper).unwrap();
    let output = run(root, &["remettre", "film", "--periode", "2026-W46", "--vers", "sans-t02"]);
    let told = String::from_utf8_lossy(&output.stderr).into_owned();
    assert!(output.status.code() == Some(1) && told.contains("ARC-043") && told.contains("T02"), "{told}");
    assert!(!root.join("sans-t02/T02 EXEMPLE Dominique").exists());
    assert_eq!(fs::read_to_string(root.join("sans-t02/remise.csv")).unwrap().lines().count(), 27);
    fs::remove_dir(&paper).unwrap();
    fs::write(&paper, kept).unwrap();

    // With keys: one archive for each, and whoever has none is named and gets nothing.
    let public = |file: &str| {
        let said = done(root, &["archive", "cle", file]);
        said.split_whitespace().find(|w| w.starts_with("age1")).unwrap().to_owned()
    };
    let key = public("t01.txt");
    fs::write(root.join("cles.csv"), format!("matricule;cle\r\nT01;{key}\r\n")).unwrap();
    let output =
        run(root, &["remettre", "film", "--periode", "2026-W46", "--vers", "secret", "--cles", "cles.csv"]);
    assert_eq!(output.status.code(), Some(1));
    assert!(String::from_utf8_lossy(&output.stderr).matches("ARC-042").count() == 26);
    let mut given: Vec<String> = fs::read_dir(root.join("secret"))
        .unwrap()
        .map(|e| e.unwrap().file_name().to_string_lossy().into_owned())
        .collect();
    given.sort();
    assert_eq!(given, ["T01 SPECIMEN Camille.tar.gz.age", "remise.csv"]);
    fs::write(root.join("faux.csv"), "personne;clef\nT01;age1\n").unwrap();
    refused(
        root,
        &["remettre", "film", "--periode", "2026-W46", "--vers", "z", "--cles", "faux.csv"],
        "ARC-044",
    );
    fs::write(root.join("faux.csv"), format!("matricule,cle\nT01,{key}\nT01,{key}\nT02,\n")).unwrap();
    refused(
        root,
        &["remettre", "film", "--periode", "2026-W46", "--vers", "z", "--cles", "faux.csv"],
        "faux.csv:3",
    );
    assert!(!root.join("z").exists());
}
