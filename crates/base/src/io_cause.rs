//! Causes of input and output errors, in French.

use std::io::{Error, ErrorKind};

/// Why a file could not be read or written, to be put after « lecture impossible : » or « écriture impossible : ».
/// The system's own text, in its own language, is never shown: what has no sentence here keeps its number.
#[must_use]
pub fn io_cause(error: &Error) -> String {
    let known = match error.kind() {
        ErrorKind::NotFound => "fichier ou dossier absent",
        ErrorKind::PermissionDenied => "droits insuffisants",
        ErrorKind::IsADirectory => "c'est un dossier, il faut un fichier",
        ErrorKind::NotADirectory => "un fichier se trouve à la place d'un dossier du chemin",
        ErrorKind::AlreadyExists => "ce nom est déjà pris",
        ErrorKind::DirectoryNotEmpty => "le dossier n'est pas vide",
        ErrorKind::InvalidData => "le contenu n'est pas du texte UTF-8",
        ErrorKind::InvalidInput | ErrorKind::InvalidFilename => "nom de fichier refusé par le système",
        ErrorKind::StorageFull => "le disque est plein",
        ErrorKind::QuotaExceeded => "le quota du disque est atteint",
        ErrorKind::FileTooLarge => "fichier trop grand pour ce disque",
        ErrorKind::ReadOnlyFilesystem => "le disque est en lecture seule",
        ErrorKind::CrossesDevices => "les deux dossiers sont sur des disques différents",
        ErrorKind::ResourceBusy | ErrorKind::ExecutableFileBusy => "un autre programme utilise ce fichier",
        ErrorKind::UnexpectedEof => "le fichier s'arrête trop tôt",
        ErrorKind::WriteZero => "l'écriture s'est arrêtée avant la fin",
        ErrorKind::BrokenPipe => "le programme qui lisait la sortie l'a fermée",
        ErrorKind::TimedOut => "délai dépassé",
        ErrorKind::Interrupted => "opération interrompue",
        ErrorKind::OutOfMemory => "mémoire insuffisante",
        ErrorKind::StaleNetworkFileHandle
        | ErrorKind::NetworkDown
        | ErrorKind::NetworkUnreachable
        | ErrorKind::HostUnreachable => "le disque réseau ne répond plus",
        _ => {
            return match error.raw_os_error() {
                Some(number) => format!("erreur {number} du système"),
                None => "erreur du système".to_owned(),
            };
        }
    };
    known.to_owned()
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Numbers of Linux: 2 ENOENT, 13 EACCES, 17 EEXIST, 20 ENOTDIR, 21 EISDIR, 28 ENOSPC, 30 EROFS, 36 ENAMETOOLONG,
    /// 40 ELOOP, which has no kind of its own.
    #[test]
    #[cfg(target_os = "linux")]
    fn the_usual_errors_of_the_system_have_a_french_cause() {
        for (number, cause) in [
            (2, "fichier ou dossier absent"),
            (13, "droits insuffisants"),
            (17, "ce nom est déjà pris"),
            (20, "un fichier se trouve à la place d'un dossier du chemin"),
            (21, "c'est un dossier, il faut un fichier"),
            (28, "le disque est plein"),
            (30, "le disque est en lecture seule"),
            (36, "nom de fichier refusé par le système"),
            (40, "erreur 40 du système"),
        ] {
            assert_eq!(io_cause(&Error::from_raw_os_error(number)), cause);
        }
    }

    #[test]
    fn the_text_of_an_error_is_never_shown() {
        let utf8 = Error::new(ErrorKind::InvalidData, "stream did not contain valid UTF-8");
        assert_eq!(io_cause(&utf8), "le contenu n'est pas du texte UTF-8");
        assert_eq!(io_cause(&Error::other("something happened")), "erreur du système");
    }
}
