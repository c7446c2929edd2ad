open Cmdliner

module Arg = struct
  type 'a t = { default : 'a option; term : 'a Term.t }

  let with_default default arg =
    { default = Some default; term = Arg.value arg }

  let opt conv default info = with_default default (Arg.opt conv default info)

  let opt_all conv default info =
    with_default default (Arg.opt_all conv default info)

  let flag info = with_default false (Arg.flag info)

  let required conv info =
    let absent_or_given = Arg.opt (Arg.some conv) None info in
    { default = None; term = Arg.required absent_or_given }

  let key ?default conv info =
    match default with
    | Some default -> opt conv default info
    | None -> required conv info
end

module Key = struct
  type 'a t = { arg : 'a Arg.t; mutable value : 'a option }

  let create arg = { arg; value = None }
  let default key = key.arg.default

  let get key =
    match key.value with
    | Some value -> value
    | None ->
        invalid_arg
          "Key.get: Called too early. Please delay this call after cmdliner's \
           evaluation."

  let term key =
    let store value = key.value <- Some value in
    Term.(const store $ key.arg.term)
end

let help_shown = 63
let argument_error = 64

let exits =
  List.map
    (fun (status, doc) -> Cmd.Exit.info ~doc status)
    [
      (Cmd.Exit.ok, "when the unikernel ends normally.");
      (1, "when Solo5 meets an internal error.");
      (help_shown, "after this help has been shown.");
      (argument_error, "when the command line is not understood.");
      ( Cmd.Exit.internal_error,
        "when reading the command line fails unexpectedly, which is a bug." );
      (255, "when an OCaml exception is not caught.");
    ]

let both first second = Term.(const (fun () () -> ()) $ first $ second)
let all terms = List.fold_right both terms (Term.const ())

let evaluate terms name argv =
  match Cmd.eval_value ~argv (Cmd.v (Cmd.info name ~exits) (all terms)) with
  | Ok (`Ok ()) -> ()
  | Ok (`Help | `Version) -> exit help_shown
  | Error (`Parse | `Term) -> exit argument_error
  | Error `Exn -> exit Cmd.Exit.internal_error

let evaluated = ref false

let with_argv terms name argv =
  if not !evaluated then (
    evaluate terms name argv;
    evaluated := true)

type info = { name : string; libraries : (string * string) list }
