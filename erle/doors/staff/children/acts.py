"""What the ledger tells about a child, in the words of the pages."""

ACT_WORDS = {
    "opened": "Opened",
    "asked": "Asked “is this child known?”",
    "broke_glass": "Opened in an emergency, 1 hour",
    "reported_missing": "Reported the child missing, under an emergency opening",
    "refused": "Was turned away",
    "shared": "Shared",
    "withdrew": "Took a share back",
    "did_not_share": "Decided not to share",
    "kept_out": "Kept somebody out",
    "let_back": "Lifted a bar",
    "sealed": "Sealed the record",
    "unsealed": "Took the seal off",
    "exported": "Took a copy out",
    "reviewed": "Reviewed an emergency opening",
}
ACTS = tuple(ACT_WORDS)
