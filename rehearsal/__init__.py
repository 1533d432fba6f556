"""The simulated partnership: writes agencies' files and lets them in by the same doors as anyone's.

Everyone and everything in it is invented; `story` is its form, `children` its content, `writing` brings it in.
"""
