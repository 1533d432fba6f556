"""How well matching recognises people, on public sets whose truth is known and never shown to it."""
