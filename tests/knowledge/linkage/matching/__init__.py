"""The matching engine: values in one form, levels, learning, decisions, explanations."""
