//! What comes packed: workbooks and archives. Damage to packed bytes stops at their checksums, so that a sample is also
//! one part of a workbook, or an archive before its compression, packed again once damaged.

use std::cell::OnceCell;
use std::io::{Cursor, Read as _, Write as _};

use cddu_archive::{ArchiveOptions, Locks};
use cddu_rates::Rates;
use chrono::NaiveDate;
use flate2::{Compression, read::GzDecoder, write::GzEncoder};
use rust_xlsxwriter::{Format, Workbook};
use zip::write::SimpleFileOptions;

use crate::targets::{Temporary, file, root, write};

/// Sheets of the sample, those of the small folder of the error catalogue.
const SHEETS: [&str; 4] = ["salaries", "contrats", "temps", "elements"];

type Parts = Vec<(String, Vec<u8>)>;

thread_local! {
    static BOOK: OnceCell<(Vec<u8>, Parts)> = const { OnceCell::new() };
}

fn with_book<T>(act: impl FnOnce(&(Vec<u8>, Parts)) -> T) -> T {
    BOOK.with(|book| act(book.get_or_init(make)))
}

/// A workbook with numbers, texts, a percentage, a formula, merged cells and a note.
fn make() -> (Vec<u8>, Parts) {
    let mut book = Workbook::new();
    for name in SHEETS {
        let sheet = book.add_worksheet();
        sheet.set_name(name).expect("a name");
        let text = file(&format!("tests/errors/_base/{name}.csv"));
        let mut rows = csv::ReaderBuilder::new().has_headers(false).flexible(true).from_reader(&text[..]);
        for (row, record) in (0..).zip(rows.records().map_while(Result::ok)) {
            for (column, cell) in (0..).zip(record.iter()) {
                match cell.parse::<u32>() {
                    Ok(number) => sheet.write_number(row, column, number),
                    Err(_) => sheet.write_string(row, column, cell),
                }
                .expect("a cell");
            }
        }
        sheet.write_formula(20, 0, "=1+1").expect("a formula");
        sheet.write_number_with_format(21, 0, 1, &Format::new().set_num_format("0%")).expect("a percentage");
        sheet.merge_range(22, 0, 24, 1, "x", &Format::new()).expect("merged cells");
        sheet.set_row_hidden(23).expect("a hidden row");
    }
    let bytes = book.save_to_buffer().expect("a workbook");
    let mut packed = zip::ZipArchive::new(Cursor::new(&bytes)).expect("a zip");
    let mut parts = Parts::new();
    for rank in 0..packed.len() {
        let mut part = packed.by_index(rank).expect("a part");
        let (name, mut content) = (part.name().expect("a name").into_owned(), Vec::new());
        part.read_to_end(&mut content).expect("its bytes");
        parts.push((name, content));
    }
    (bytes, parts)
}

/// The whole workbook, then each of its parts after its name.
pub fn workbooks() -> Vec<Vec<u8>> {
    with_book(|(whole, parts)| {
        let named = parts.iter().map(|(name, text)| [name.as_bytes(), b"\n", text].concat());
        std::iter::once(whole.clone()).chain(named).collect()
    })
}

/// The workbook of a sample: its own bytes, or the parts, one of them replaced.
pub fn workbook(bytes: &[u8]) -> Vec<u8> {
    with_book(|(_, parts)| {
        let cut = bytes.iter().position(|b| *b == b'\n').unwrap_or(bytes.len());
        let Some((name, _)) = parts.iter().find(|(name, _)| name.as_bytes() == &bytes[..cut]) else {
            return bytes.to_vec();
        };
        let mut out = zip::ZipWriter::new(Cursor::new(Vec::new()));
        let stored = SimpleFileOptions::default().compression_method(zip::CompressionMethod::Stored);
        for (other, text) in parts {
            out.start_file(other.as_str(), stored).expect("a part");
            out.write_all(if other == name { bytes.get(cut + 1..).unwrap_or_default() } else { text })
                .expect("memory");
        }
        out.finish().expect("memory").into_inner()
    })
}

/// A small archive before its compression, then as it is written.
pub fn archives() -> Vec<Vec<u8>> {
    let directory = Temporary::new();
    let folder = directory.0.join("dossier");
    std::fs::create_dir(&folder).expect("a folder");
    for name in ["production.toml", "salaries.csv", "contrats.csv", "temps.csv", "elements.csv"] {
        write(
            &folder.join(name),
            &std::fs::read(root().join("tests/errors/_base").join(name)).expect("a file"),
        );
    }
    let options = ArchiveOptions {
        date: NaiveDate::from_ymd_opt(2026, 11, 28).expect("a day"),
        locks: Locks::for_keys([]).expect("no key"),
        despite: true,
    };
    let path = directory.0.join("archive.tar.gz");
    let made = cddu_archive::archive(&folder, &Rates::embedded(), &options, &path, &|_, _| {});
    let manifest = made.expect("an archive").manifest;
    // Without the tables: their megabytes are not what a reader of archives is tried on.
    let pieces: Vec<_> =
        manifest.pieces.iter().filter(|p| p.chemin.starts_with("dossier/")).cloned().collect();
    let manifest = cddu_archive::Manifest { pieces, ..manifest };
    let mut tar = tar::Builder::new(Vec::new());
    let mut add = |name: &str, bytes: &[u8]| {
        let mut header = tar::Header::new_gnu();
        header.set_size(bytes.len() as u64);
        header.set_mode(0o600);
        tar.append_data(&mut header, name, bytes).expect("memory");
    };
    add("MANIFESTE.json", &serde_json::to_vec_pretty(&manifest).expect("a manifest"));
    for piece in &manifest.pieces {
        let path = directory.0.join(&piece.chemin);
        add(&piece.chemin, &std::fs::read(path).expect("a file"));
    }
    let plain = tar.into_inner().expect("memory");
    let packed = archive(&plain);
    let mut again = Vec::new();
    GzDecoder::new(&packed[..]).read_to_end(&mut again).expect("the same bytes");
    assert_eq!(plain, again);
    vec![plain, packed]
}

/// The archive of a sample: compressed unless it is already.
pub fn archive(bytes: &[u8]) -> Vec<u8> {
    if bytes.starts_with(&[0x1f, 0x8b]) {
        return bytes.to_vec();
    }
    let mut out = GzEncoder::new(Vec::new(), Compression::none());
    out.write_all(bytes).expect("memory");
    out.finish().expect("memory")
}
