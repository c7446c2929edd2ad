open Mirage

let image =
  let name = function true -> "storage" | false -> "disk.img" in
  if_impl Key.is_solo5 (block_of_file (name true)) (block_of_file (name false))

let () = register "block_test" [ main "Unikernel.Main" (block @-> job) $ image ]
