"""What the agencies of the demo agreed to do: invented protocols, proposed, signed and waiting."""
