"""The clocks themselves, one module for each topic of the law; the practice lead owns this folder."""
