//! `libcddu`: the calls of `cddu-kit` behind an opaque handle. The texts of what C sees are in French: cbindgen makes
//! `include/cddu.h` from them.
//!
//! No panic crosses the border, and a text given out is given back by [`cddu_free`].
#![allow(non_camel_case_types, reason = "the names of C")]
#![allow(clippy::missing_safety_doc, reason = "said in French: « Il faut que »")]

use std::ffi::{CStr, CString, c_char};
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::path::Path;
use std::ptr;

use cddu_kit::{CONTRACT, Diagnostic, Engine, MAX_FILE, error_json};

/// La réponse est un résultat.
pub const CDDU_FAIT: i32 = 0;
/// La réponse est un résultat, avec des anomalies.
pub const CDDU_ANOMALIES: i32 = 1;
/// La demande est refusée : la réponse contient les erreurs.
pub const CDDU_REFUS: i32 = 2;
/// Un pointeur obligatoire est nul : rien n'est écrit.
pub const CDDU_POINTEUR: i32 = 3;
/// Faute du programme : rien n'est écrit.
pub const CDDU_INTERNE: i32 = 4;

/// Un jeu de barèmes et ce qui se calcule avec ; plusieurs fils d'exécution peuvent s'en servir à la fois.
pub struct cddu_engine(Engine);

/// Numéro du contrat d'interface.
#[unsafe(no_mangle)]
pub extern "C" fn cddu_contract() -> u32 {
    CONTRACT
}

/// A text of C. JSON holds no zero that is not escaped.
fn out(text: String) -> *mut c_char {
    CString::new(text).map_or(ptr::null_mut(), CString::into_raw)
}

/// Ouvre un moteur. `tables` : dossier d'un jeu entier de barèmes, en UTF-8, ou NULL pour ceux du programme. En cas de
/// refus, rend NULL et écrit les erreurs dans *errors (JSON fini par un zéro, à rendre par cddu_free) quand `errors`
/// n'est pas NULL ; sinon *errors vaut NULL.
///
/// Il faut que : `tables` est NULL ou finit par un zéro ; `errors` est NULL ou peut être écrit.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn cddu_open(tables: *const c_char, errors: *mut *mut c_char) -> *mut cddu_engine {
    let opened = catch_unwind(|| {
        if tables.is_null() {
            return Ok(Engine::embedded());
        }
        // SAFETY: the caller gives a text that ends with a zero.
        let text = unsafe { CStr::from_ptr(tables) }.to_str().map_err(|_| {
            Diagnostic::error("KIT-020", "le nom du dossier de barèmes n'est pas en UTF-8")
                .hint("donner le chemin en UTF-8")
        })?;
        Engine::from_dir(Path::new(text))
    });
    let (engine, told) = match opened {
        Ok(Ok(engine)) => (Box::into_raw(Box::new(cddu_engine(engine))), ptr::null_mut()),
        Ok(Err(diagnostics)) => (ptr::null_mut(), out(error_json(diagnostics.as_slice()).to_string())),
        Err(_) => (ptr::null_mut(), ptr::null_mut()),
    };
    if errors.is_null() {
        // SAFETY: made just above, or null.
        unsafe { cddu_free(told) };
    } else {
        // SAFETY: the caller lets it be written.
        unsafe { *errors = told };
    }
    engine
}

/// Ferme un moteur ; NULL est accepté.
///
/// Il faut que : `engine` est NULL ou vient de cddu_open, et ne sert plus.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn cddu_close(engine: *mut cddu_engine) {
    if !engine.is_null() {
        // SAFETY: it was made by a box.
        drop(unsafe { Box::from_raw(engine) });
    }
}

/// Fait un appel. `name` finit par un zéro ; la demande est `length` octets d'UTF-8. Écrit dans *reply la réponse, finie
/// par un zéro et à rendre par cddu_free, et dans *reply_length sa longueur quand `reply_length` n'est pas NULL. Rend
/// CDDU_FAIT, CDDU_ANOMALIES ou CDDU_REFUS, et alors *reply est écrit ; CDDU_POINTEUR ou CDDU_INTERNE, et il ne l'est pas.
///
/// Il faut que : `engine` vient de cddu_open ; `name` finit par un zéro ; `request` tient `length` octets ; `reply` peut être écrit,
/// `reply_length` est NULL ou peut l'être.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn cddu_call(
    engine: *const cddu_engine,
    name: *const c_char,
    request: *const c_char,
    length: usize,
    reply: *mut *mut c_char,
    reply_length: *mut usize,
) -> i32 {
    if engine.is_null() || name.is_null() || request.is_null() || reply.is_null() {
        return CDDU_POINTEUR;
    }
    // Over the limit of the longest call, what follows does not matter: the call refuses it.
    let length = length.min(MAX_FILE + 1);
    // SAFETY: the caller's pointers are as the header asks, and the slice is no longer than what they hold.
    let (engine, name, request) =
        unsafe { (&*engine, CStr::from_ptr(name), std::slice::from_raw_parts(request.cast::<u8>(), length)) };
    let answered = catch_unwind(AssertUnwindSafe(|| engine.0.call(&name.to_string_lossy(), request)));
    let Ok(answer) = answered else { return CDDU_INTERNE };
    let (status, size) = (i32::from(answer.status.code()), answer.json.len());
    let text = out(answer.json);
    if text.is_null() {
        return CDDU_INTERNE;
    }
    // SAFETY: the caller lets them be written.
    unsafe {
        *reply = text;
        if !reply_length.is_null() {
            *reply_length = size;
        }
    }
    status
}

/// Rend un texte donné par cddu_call ou cddu_open ; NULL est accepté.
///
/// Il faut que : `text` est NULL ou vient de cette bibliothèque, et ne sert plus.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn cddu_free(text: *mut c_char) {
    if !text.is_null() {
        // SAFETY: it was made by `CString::into_raw`.
        drop(unsafe { CString::from_raw(text) });
    }
}
