open Mirage

let greeting ~default name =
  let info = Key.Arg.info [ name ] ~doc:"How to say hello." in
  Key.create name (Key.Arg.opt Key.Arg.string default info)

let hello = greeting ~default:"Hello World!" "hello"

let unikernel =
  main "Unikernel.Hello"
    ~packages:(List.map package [ "duration" ])
    ~keys:[ Key.v hello ] (time @-> job)

let () = register "hello-key" [ unikernel $ default_time ]
