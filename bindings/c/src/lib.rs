//! `libcddu`: the calls of `cddu-kit` behind an opaque handle. The header, `include/cddu.h`, is the contract.
//!
//! No panic crosses the border, and a text given out is given back by [`cddu_free`].

use std::ffi::{CStr, CString, c_char};
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::path::Path;
use std::ptr;

use cddu_kit::{CONTRACT, Diagnostic, Engine, error_json};

const NULL_POINTER: i32 = 3;
const INTERNAL: i32 = 4;

/// Number of the contract.
#[unsafe(no_mangle)]
pub extern "C" fn cddu_contract() -> u32 {
    CONTRACT
}

/// A text of C; its inner zeros, which JSON never holds unescaped, would end it early and are refused.
fn out(text: String) -> *mut c_char {
    CString::new(text).map_or(ptr::null_mut(), CString::into_raw)
}

/// Opens an engine.
///
/// # Safety
/// `tables` is null or ends with a zero; `errors` is null or may be written.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn cddu_open(tables: *const c_char, errors: *mut *mut c_char) -> *mut Engine {
    let opened = catch_unwind(|| {
        if tables.is_null() {
            return Ok(Engine::embedded());
        }
        // SAFETY: the caller gives a text that ends with a zero.
        let text = unsafe { CStr::from_ptr(tables) }
            .to_str()
            .map_err(|_| Diagnostic::error("KIT-003", "le nom du dossier de barèmes n'est pas en UTF-8"))?;
        Engine::from_dir(Path::new(text))
    });
    match opened {
        Ok(Ok(engine)) => Box::into_raw(Box::new(engine)),
        Ok(Err(diagnostics)) => {
            if !errors.is_null() {
                // SAFETY: the caller lets it be written.
                unsafe { *errors = out(error_json(diagnostics.as_slice()).to_string()) };
            }
            ptr::null_mut()
        }
        Err(_) => ptr::null_mut(),
    }
}

/// Closes an engine.
///
/// # Safety
/// `engine` is null or was given by [`cddu_open`], and is used no more.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn cddu_close(engine: *mut Engine) {
    if !engine.is_null() {
        // SAFETY: it was made by a box.
        drop(unsafe { Box::from_raw(engine) });
    }
}

/// Makes a call.
///
/// # Safety
/// `engine` was given by [`cddu_open`]; `name` ends with a zero; `request` holds `length` bytes; `reply` may be written,
/// `reply_length` is null or may be.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn cddu_call(
    engine: *const Engine,
    name: *const c_char,
    request: *const c_char,
    length: usize,
    reply: *mut *mut c_char,
    reply_length: *mut usize,
) -> i32 {
    if engine.is_null() || name.is_null() || request.is_null() || reply.is_null() {
        return NULL_POINTER;
    }
    // SAFETY: the caller's pointers are as the header asks.
    let (engine, name, request) =
        unsafe { (&*engine, CStr::from_ptr(name), std::slice::from_raw_parts(request.cast::<u8>(), length)) };
    let answered = catch_unwind(AssertUnwindSafe(|| engine.call(&name.to_string_lossy(), request)));
    let Ok(answer) = answered else { return INTERNAL };
    let (status, size) = (i32::from(answer.status.code()), answer.json.len());
    let text = out(answer.json);
    if text.is_null() {
        return INTERNAL;
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

/// Gives a text back.
///
/// # Safety
/// `text` is null or was given by this library, and is used no more.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn cddu_free(text: *mut c_char) {
    if !text.is_null() {
        // SAFETY: it was made by `CString::into_raw`.
        drop(unsafe { CString::from_raw(text) });
    }
}
