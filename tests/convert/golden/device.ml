open Mirage

type store = Store

let store = typ Store

let store_device ?(name = "store") path =
  let connect _ modname = function
    | [ block ] -> Fmt.str "%s.connect ~name:%S %s %s" modname name path block
    | _ -> failwith "store: one block device" (* as its functor says *)
  in
  let dune _ = [ Dune.stanzaf "(rule (targets %s.txt) (action (run touch %s.txt)))" name name ] in
  let configure _ = Action.write_file (Fpath.v "store.conf") ("name=" ^ name ^ "\n") in
  impl ~packages:[ package "store" ~sublibs:[ "core" ] ] ~connect ~dune ~configure "Store.Make" (block @-> store)

let () =
  let unikernel = main "Unikernel.Main" (store @-> job) in
  register "stores" [ unikernel $ (store_device "/data" $ block_of_file "disk.img") ]
