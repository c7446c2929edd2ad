(* What a configuration reads is an input of the build: the functions that it reads with say so. *)

open Mirage_scons_wire

module Read = struct
  let getenv_opt name = (option string).take (ask "getenv" [ it string.put name ])
  let getenv name = match getenv_opt name with Some value -> value | None -> raise Not_found

  let opened path =
    let whole = if Filename.is_relative path then Filename.concat (Stdlib.Sys.getcwd ()) path else path in
    nothing.take (ask "opened" [ it string.put whole ])

  let file_exists path =
    opened path;
    Stdlib.Sys.file_exists path

  let open_in path =
    opened path;
    Stdlib.open_in path

  let open_in_bin path =
    opened path;
    Stdlib.open_in_bin path

  let open_in_gen flags mode path =
    opened path;
    Stdlib.open_in_gen flags mode path

  let exit status =
    nothing.take (ask "exit" [ it int.put status ]);
    Stdlib.exit status
end

module Read_sys = struct
  include Stdlib.Sys

  let getenv = Read.getenv
  let getenv_opt = Read.getenv_opt
  let file_exists = Read.file_exists
end

module Read_stdlib = struct
  include Stdlib
  module Sys = Read_sys

  let open_in = Read.open_in
  let open_in_bin = Read.open_in_bin
  let open_in_gen = Read.open_in_gen
  let exit = Read.exit
end
