"""A partnership of the size of a city, from a seed: who lives there, what happens, and its agencies' files.

`write` puts every agency's files into a folder, and apart from them the truth. The same seed, scale and day give the
same bytes. Wards alone are real; every person, school, street, place and event is invented.
"""

from rehearsal.partnership.writing import FileWritten, write

__all__ = ["FileWritten", "write"]
