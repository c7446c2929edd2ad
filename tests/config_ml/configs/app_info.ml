open Mirage

let extra_deps = [ app_info ] |> List.map dep

let () =
  let unikernel = main ~packages:[ package "fmt" ] ~extra_deps "Unikernel.Main" (job @-> job) in
  register "app-info" [ unikernel $ noop ]
