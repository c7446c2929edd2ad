(* A job that needs nothing. *)
open Mirage

let () = register "noop" [ main "Unikernel.Main" (job @-> job) $ noop ]
