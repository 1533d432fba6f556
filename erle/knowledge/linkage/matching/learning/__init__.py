"""What a level of agreement is worth, learnt from the rows themselves, without anybody's answers."""
