"""Finding from the command line whom two partnerships both know, without either telling the other of anybody else."""
