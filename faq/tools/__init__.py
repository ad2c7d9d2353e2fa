"""The curator's tools: checks, advice, evaluation, reports, differences."""
