open Mirage
open Dhcp_packages

let wanted =
  List.map
    (function
      | { name; min = Some min; sublibs = Some sublibs } -> package ~min ~sublibs name
      | { name; min; sublibs = None } -> package ?min name
      | { name; min; sublibs } -> package ?min ?sublibs name)
    all

let () =
  register "dhcp"
    [
      main "Unikernel.Main" ~packages:wanted (network @-> mclock @-> time @-> job)
      $ default_network $ default_monotonic_clock $ default_time;
    ]
