"""Which records are the same child: ties made by rule or by judgement, each of which can be taken back.

Nouns: picture (the record that children's services hold of a child), tie."""
