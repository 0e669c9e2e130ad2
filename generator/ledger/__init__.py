"""The ledger (a flat list of facts) and everything computed from it; each figure knows its formula
and its sources."""
