open Mirage

let unikernel = main "Unikernel.Main" (time @-> pclock @-> mclock @-> job)

let started unikernel = unikernel $ default_time $ default_posix_clock $ default_monotonic_clock

let () = register "speaking_clock" [ started unikernel ]
