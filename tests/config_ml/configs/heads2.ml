open Mirage

let packages = List.map package [ "duration"; "randomconv"; ]
let unikernel = main ~packages "Unikernel.Heads2" (time @-> job)
let () = register "heads2" [ unikernel $ default_time ]
