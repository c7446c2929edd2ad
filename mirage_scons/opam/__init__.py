"""opam's formats, its repositories, and a lock made from them."""
