//! cddu in WebAssembly: what `index.js` calls. Texts go through two buffers that live here, one in and one out.
//!
//! JavaScript asks for the place of a text (`place`), writes it, and calls; the answer lies at `reply`, `reply_length`
//! bytes of UTF-8. A panic is a trap: JavaScript then drops the instance.

use std::cell::RefCell;

use cddu_kit::{Diagnostics, Engine, error_json, rates::Files};

/// What an instance holds.
#[derive(Default)]
struct State {
    input: Vec<u8>,
    output: String,
    /// Tables given before the engine is opened.
    files: Option<Files>,
    engine: Option<Engine>,
}

thread_local! {
    static STATE: RefCell<State> = RefCell::default();
}

fn with<T>(work: impl FnOnce(&mut State) -> T) -> T {
    STATE.with_borrow_mut(work)
}

impl State {
    /// A name and what follows it.
    fn split(&self, name: usize) -> (&str, &[u8]) {
        let (name, rest) = self.input.split_at(name.min(self.input.len()));
        (std::str::from_utf8(name).unwrap_or_default(), rest)
    }

    fn open(&mut self) -> Result<(), Diagnostics> {
        let files = self.files.take();
        self.engine = Some(files.map_or_else(|| Ok(Engine::embedded()), Engine::from_files)?);
        Ok(())
    }
}

/// A place for so many bytes.
#[unsafe(no_mangle)]
pub extern "C" fn place(length: usize) -> *mut u8 {
    with(|state| {
        state.input.clear();
        state.input.resize(length, 0);
        state.input.as_mut_ptr()
    })
}

/// Where the answer lies.
#[unsafe(no_mangle)]
pub extern "C" fn reply() -> *const u8 {
    with(|state| state.output.as_ptr())
}

/// Its length in bytes.
#[unsafe(no_mangle)]
pub extern "C" fn reply_length() -> usize {
    with(|state| state.output.len())
}

/// Lays a table over those of the program, before `open`: its name, `name` bytes long, then its text. 1 when the text
/// is not UTF-8.
#[unsafe(no_mangle)]
pub extern "C" fn table(name: usize) -> u32 {
    with(|state| {
        let (name, text) = state.split(name);
        let (name, text) = (name.to_owned(), std::str::from_utf8(text).map(str::to_owned));
        let Ok(text) = text else { return 1 };
        let files = state.files.take().unwrap_or_else(Files::embedded);
        state.files = Some(files.with(&name, text));
        0
    })
}

/// Opens the engine: 0, or 2 with the errors in the answer.
#[unsafe(no_mangle)]
pub extern "C" fn open() -> u32 {
    with(|state| match state.open() {
        Ok(()) => 0,
        Err(diagnostics) => {
            state.output = error_json(diagnostics.as_slice()).to_string();
            2
        }
    })
}

/// Makes a call: its name, `name` bytes long, then the request. The status: 0, 1, 2; 3 before `open`.
#[unsafe(no_mangle)]
pub extern "C" fn call(name: usize) -> u32 {
    with(|state| {
        let Some(engine) = &state.engine else { return 3 };
        let (name, request) = state.split(name);
        let answer = engine.call(name, request);
        state.output = answer.json;
        u32::from(answer.status.code())
    })
}
