"""The partnership's figures, rounded and without names, and the episodes behind them that a worker may see."""
