"""OCaml's standard library, as far as configurations use it."""
