"""The guided tour of the demo: persons and their steps, as data; the journeys do what each step says."""
