//! The DSN norm as data: a reader that loses nothing, a writer, a validator.
