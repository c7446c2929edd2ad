open Mirage

let packages = List.map package [ "duration"; "randomconv"; ]
let unikernel = main ~packages "Unikernel.Timeout1" (time @-> random @-> job)
let () = register "timeout1" [ unikernel $ default_time $ default_random ]
