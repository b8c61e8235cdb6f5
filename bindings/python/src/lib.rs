//! The native part of the Python package: an engine, its calls, JSON in and out, and the columns of a table of requests. Its Python face is `python/cddu`.

use std::panic::{AssertUnwindSafe, catch_unwind};
use std::path::PathBuf;

use pyo3::exceptions::{PyRuntimeError, PyValueError};
use pyo3::prelude::*;
use pyo3::pybacked::PyBackedBytes;

/// A set of tables and the calls on it.
#[pyclass(frozen, module = "cddu._native")]
struct Engine(cddu_kit::Engine);

#[pymethods]
impl Engine {
    /// The tables of the program; those of a directory; or those of a directory laid over the program's.
    #[new]
    #[pyo3(signature = (tables=None, over=false))]
    fn new(py: Python<'_>, tables: Option<PathBuf>, over: bool) -> PyResult<Self> {
        let opened = py.detach(|| match &tables {
            None => Ok(cddu_kit::Engine::embedded()),
            Some(directory) if over => cddu_kit::Engine::over(directory),
            Some(directory) => cddu_kit::Engine::from_dir(directory),
        });
        opened
            .map(Self)
            .map_err(|list| PyValueError::new_err(cddu_kit::error_json(list.as_slice()).to_string()))
    }

    /// Status (0, 1, 2) and answer of a call.
    fn call(&self, py: Python<'_>, name: &str, request: &[u8]) -> PyResult<(u8, String)> {
        let answered = py.detach(|| catch_unwind(AssertUnwindSafe(|| self.0.call(name, request))));
        let reply = answered.map_err(|_| PyRuntimeError::new_err("cddu : faute interne du programme"))?;
        Ok((reply.status.code(), reply.json))
    }

    /// Status and answer of each request, in order: the other threads of Python go on meanwhile.
    fn calls(&self, py: Python<'_>, name: &str, requests: Vec<PyBackedBytes>) -> PyResult<Vec<(u8, String)>> {
        let answer = |request: &PyBackedBytes| {
            let reply = self.0.call(name, request);
            (reply.status.code(), reply.json)
        };
        let all = || requests.iter().map(answer).collect();
        py.detach(|| catch_unwind(AssertUnwindSafe(all)))
            .map_err(|_| PyRuntimeError::new_err("cddu : faute interne du programme"))
    }
}

/// The columns of a table of requests, named by the paths of the contract.
#[pyclass(frozen, module = "cddu._native")]
struct Columns {
    columns: cddu_kit::Colonnes,
    width: usize,
}

#[pymethods]
impl Columns {
    #[new]
    fn new(header: Vec<String>) -> PyResult<Self> {
        let names: Vec<&str> = header.iter().map(String::as_str).collect();
        cddu_kit::Colonnes::bulletin(&names)
            .map(|columns| Self { columns, width: header.len() })
            .map_err(|list| PyValueError::new_err(cddu_kit::error_json(list.as_slice()).to_string()))
    }

    /// The JSON request of a row of texts; an empty text is a value that is not given.
    fn request(&self, row: Vec<String>) -> PyResult<String> {
        if row.len() != self.width {
            return Err(PyValueError::new_err(format!("{} cases pour {} colonnes", row.len(), self.width)));
        }
        Ok(self.columns.request(|rank| row.get(rank).map_or("", String::as_str)))
    }
}

#[pymodule]
fn _native(module: &Bound<'_, PyModule>) -> PyResult<()> {
    module.add("CONTRACT", cddu_kit::CONTRACT)?;
    module.add("VERSION", env!("CARGO_PKG_VERSION"))?;
    module.add_class::<Columns>()?;
    module.add_class::<Engine>()
}
