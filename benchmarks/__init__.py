"""What Erle is measured by: each bench against a peer or a limit that is measured in the same run."""
