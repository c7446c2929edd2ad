"""What is written: the text of each generated file, from a plan."""
