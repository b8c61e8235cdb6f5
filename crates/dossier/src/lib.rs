//! The production folder: CSV and TOML in, runs, frozen register.
