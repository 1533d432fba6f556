"""Tables that go out from the command line: the yearly return and the standard data set."""
