"""The sample city: organisations, people in every role, papers and tasks on their way, for a first look."""
