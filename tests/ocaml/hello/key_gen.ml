let hello = Functoria_runtime.Key.create
  (Functoria_runtime.Arg.opt Cmdliner.Arg.string "Hello World!"
     (Cmdliner.Arg.info ~docs:"APPLICATION OPTIONS" ?docv:(None) ?doc:(Some "How to say hello.  ") ?env:(None) ["hello"]))

let hello_t = Functoria_runtime.Key.term hello

let hello () = Functoria_runtime.Key.get hello

let logs = Functoria_runtime.Key.create
  (Functoria_runtime.Arg.opt (Cmdliner.Arg.list Mirage_runtime.Arg.log_threshold) []
     (Cmdliner.Arg.info ~docs:"UNIKERNEL PARAMETERS" ?docv:(Some "LEVEL") ?doc:(Some "How much is logged.") ?env:(None) ["l"; "logs"]))

let logs_t = Functoria_runtime.Key.term logs

let logs () = Functoria_runtime.Key.get logs

let runtime_keys = List.combine
  [hello_t; logs_t]
  ["hello"; "logs"]
