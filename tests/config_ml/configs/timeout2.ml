open Mirage

let packages = List.map package [ "duration"; "randomconv"; ]
let unikernel = main ~packages "Unikernel.Timeout2" (time @-> random @-> job)
let () = register "timeout2" [ unikernel $ default_time $ default_random ]
