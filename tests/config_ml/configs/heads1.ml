open Mirage

let packages = List.map package [ "duration"; ]
let unikernel = main ~packages "Unikernel.Heads1" (time @-> job)
let () = register "heads1" [ unikernel $ default_time ]
