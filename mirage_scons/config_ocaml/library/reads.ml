(* The names by which a configuration has these functions. *)

module Sys = Mirage_scons_shadows.Read_sys
module Stdlib = Mirage_scons_shadows.Read_stdlib

let open_in = Mirage_scons_shadows.Read.open_in
let open_in_bin = Mirage_scons_shadows.Read.open_in_bin
let open_in_gen = Mirage_scons_shadows.Read.open_in_gen
let exit = Mirage_scons_shadows.Read.exit
