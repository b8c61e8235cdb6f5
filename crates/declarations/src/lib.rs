//! From frozen payslips and notes to DSN, AEM, Congés Spectacles, DPAE, DAS2 and deadlines.
