//! Where the tables come from: the copy embedded in the library, or a directory given by the user.

use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;

use sha2::{Digest, Sha256};

use cddu_base::Diagnostic;

#[cfg(feature = "embedded-tables")]
include!(concat!(env!("OUT_DIR"), "/embedded.rs"));

/// The text of every table file, by path relative to `rates/`.
#[derive(Clone, Debug)]
pub struct Files {
    root: Option<String>,
    /// Files of the embedded tables, when a directory is laid over them.
    under: BTreeSet<String>,
    texts: BTreeMap<String, std::borrow::Cow<'static, str>>,
}

impl Files {
    /// The tables embedded when the library was built.
    #[cfg(feature = "embedded-tables")]
    #[must_use]
    pub fn embedded() -> Self {
        let texts = EMBEDDED.iter().map(|(name, text)| ((*name).to_owned(), (*text).into())).collect();
        Self { root: None, under: BTreeSet::new(), texts }
    }

    /// The delivered tables, to hold others against; nothing when the library was built without them.
    pub(crate) fn delivered() -> Option<Self> {
        #[cfg(feature = "embedded-tables")]
        return Some(Self::embedded());
        #[cfg(not(feature = "embedded-tables"))]
        None
    }

    /// Reads every `.toml` and `.csv` under a directory laid out like `rates/`.
    ///
    /// # Errors
    /// `BAR-001` when the directory or a file cannot be read, or is not UTF-8.
    pub fn from_dir(dir: &Path) -> Result<Self, Diagnostic> {
        let mut texts = BTreeMap::new();
        read_dir(dir, dir, &mut texts).map_err(|(path, error)| {
            Diagnostic::error("BAR-001", format!("table illisible : {}", crate::io_cause(&error))).in_file(path, None).hint(
                "donner un dossier organisé comme rates/ (cddu baremes exporter DOSSIER en écrit une copie)",
            )
        })?;
        if texts.is_empty() {
            return Err(Diagnostic::error("BAR-001", "aucune table .toml ou .csv dans ce dossier")
                .in_file(dir.display().to_string(), None)
                .hint("donner un dossier organisé comme rates/ (cddu baremes exporter DOSSIER en écrit une copie)"));
        }
        Ok(Self { root: Some(dir.display().to_string()), under: BTreeSet::new(), texts })
    }

    /// These files laid over others: those of the same name take their place, the others are added.
    #[must_use]
    pub fn over(mut self, base: Self) -> Self {
        for (name, text) in base.texts {
            if !self.texts.contains_key(&name) {
                self.under.insert(name.clone());
                self.texts.insert(name, text);
            }
        }
        self
    }

    /// The same tables with one file changed or added.
    #[must_use]
    pub fn with(mut self, name: &str, text: impl Into<String>) -> Self {
        self.texts.insert(name.to_owned(), text.into().into());
        self
    }

    /// True for the tables embedded in the library.
    #[must_use]
    pub const fn is_embedded(&self) -> bool {
        self.root.is_none()
    }

    /// The files, by name.
    pub fn iter(&self) -> impl Iterator<Item = (&str, &str)> {
        self.texts.iter().map(|(name, text)| (name.as_str(), text.as_ref()))
    }

    /// The text of one file.
    ///
    /// # Errors
    /// `BAR-002` when the table is missing.
    pub fn get(&self, name: &str) -> Result<&str, Diagnostic> {
        self.texts.get(name).map(AsRef::as_ref).ok_or_else(|| {
            Diagnostic::error("BAR-002", format!("la table « {name} » manque"))
                .in_file(self.shown(name), None)
                .hint("reprendre ce fichier dans une copie neuve (cddu baremes exporter DOSSIER)")
        })
    }

    /// The name under which a file is shown to the user.
    #[must_use]
    pub fn shown(&self, name: &str) -> String {
        match &self.root {
            Some(root) if !self.under.contains(name) => format!("{root}/{name}"),
            _ => format!("rates/{name}"),
        }
    }

    /// SHA-256 over the names and contents of all files, in order: the identity of a set of tables.
    #[must_use]
    pub fn fingerprint(&self) -> String {
        let mut hash = Sha256::new();
        for (name, text) in self.iter() {
            hash.update(name.as_bytes());
            hash.update([0]);
            hash.update(text.as_bytes());
            hash.update([0]);
        }
        hex(&hash.finalize())
    }
}

/// Lower-case hexadecimal.
#[must_use]
pub fn hex(bytes: &[u8]) -> String {
    const DIGITS: [char; 16] =
        ['0', '1', '2', '3', '4', '5', '6', '7', '8', '9', 'a', 'b', 'c', 'd', 'e', 'f'];
    bytes.iter().flat_map(|b| [DIGITS[usize::from(b >> 4)], DIGITS[usize::from(b & 15)]]).collect()
}

type Texts = BTreeMap<String, std::borrow::Cow<'static, str>>;

fn read_dir(root: &Path, dir: &Path, texts: &mut Texts) -> Result<(), (String, std::io::Error)> {
    let fail = |path: &Path| {
        let shown = path.display().to_string();
        move |error| (shown, error)
    };
    for entry in std::fs::read_dir(dir).map_err(fail(dir))? {
        let path = entry.map_err(fail(dir))?.path();
        if path.is_dir() {
            read_dir(root, &path, texts)?;
        } else if path.extension().is_some_and(|e| e == "toml" || e == "csv") {
            let text = std::fs::read_to_string(&path).map_err(fail(&path))?;
            let name = path.strip_prefix(root).unwrap_or(&path).to_string_lossy().replace('\\', "/");
            texts.insert(name, text.into());
        }
    }
    Ok(())
}
