let packages = Mirage.[ package "duration" ]

let hello =
  let open Mirage in
  foreign ~packages "Unikernel.Hello" (job @-> job)

let () = Mirage.(register "hello" [ hello $ noop ])
