open Mirage

let directory = String.make 1 't'
let () = register "kv_ro" [ main "Unikernel.Main" (kv_ro @-> job) $ generic_kv_ro directory ]
