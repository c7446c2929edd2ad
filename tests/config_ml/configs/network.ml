open Mirage

module Options = struct
  let port ?(usual = 8080) () =
    let doc = "The TCP port on which to listen." in
    Key.(create "port" Arg.(opt int usual (info ~doc [ "port" ])))
end

let () =
  let keys = [ key (Options.port ()) ] in
  let unikernel = main ~keys "Unikernel.Main" (stackv4v6 @-> job) in
  register "network" [ unikernel $ generic_stackv4v6 default_network ]
