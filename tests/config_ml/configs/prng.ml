open Mirage

let at_least min name = package ~min name

let packages =
  at_least "0.7.0" "mirage-crypto-rng" :: List.map (fun name -> package name) [ "randomconv"; "fmt" ]

let () =
  let unikernel = main ~packages "Unikernel.Main" @@ random @-> job in
  register "prng" [ unikernel $ default_random ]
