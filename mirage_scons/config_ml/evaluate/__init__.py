"""What nodes of an OCaml file mean: values, scopes, functions and how they are applied."""
