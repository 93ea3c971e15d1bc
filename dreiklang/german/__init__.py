"""German words as they are written: what is stored for a word, and what is asked for it.

A pure package without Django. `Words` reads the dictionary that `dreiklang.german.compiling` made at set-up.
"""
