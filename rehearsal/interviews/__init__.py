"""The demo's return interviews: which services hold them, and what an interviewer did."""
