"""Sources for a plan: passages, ledger rows and measures, each with what is known of its document."""
