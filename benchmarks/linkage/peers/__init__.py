"""Other matchers on the same rows: what Erle is measured beside."""
