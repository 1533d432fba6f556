"""Hard cases, planted one by one: children made for them, rows that tell them, and what is true written down."""
