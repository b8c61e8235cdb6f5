//! Pure payroll calculation for French film and television CDDU: hours, gross, contributions, nets, author notes, and the trace of every figure.
