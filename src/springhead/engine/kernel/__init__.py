"""Words everything else is written in: problems, ids, time, language, state tables, proofs."""
