open Mirage

let clock_name = function `Unix | `MacOSX -> "host" | `Xen -> "xen" | _ -> "guest"

let speed =
  let doc = Key.Arg.info ~doc:"How fast." [ "speed" ] in
  Key.(create "speed" Arg.(opt int 1 doc))

let disk =
  match_impl
    Key.(value target)
    ~default:(block_of_file "disk.img")
    [ (`Xen, block_of_xenstore_id "51712"); (`Qubes, block_of_xenstore_id "51728") ]

let net = if_impl Key.is_unix (netif "tap0") default_network

let extra =
  Key.map
    (fun speed -> if speed > 1 then [ package "fast" ] else [])
    (Key.value speed)

let level = match Sys.getenv_opt "LEVEL" with Some _ -> Some Logs.Debug | None -> None
let name = Option.value ~default:"choices" (Sys.getenv_opt "NAME_OF_IT")
let () = ignore (clock_name `Xen)

let () =
  let unikernel = main ~keys:[ key speed ] ~packages_v:extra "Unikernel.Main" (block @-> network @-> job) in
  register ~reporter:(default_reporter ~level ()) name [ unikernel $ disk $ net ]
