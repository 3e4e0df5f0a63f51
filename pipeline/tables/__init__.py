"""The tables a run writes: one specification of columns for the CSVs, the data package and the column dictionary."""
