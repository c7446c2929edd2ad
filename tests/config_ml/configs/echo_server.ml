open Mirage

let packages = List.map package [ "duration"; "randomconv"; ]
let unikernel = main ~packages "Unikernel.Echo_server" (time @-> random @-> job)
let () = register "echo_server" [ unikernel $ default_time $ default_random ]
