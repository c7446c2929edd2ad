type log_threshold = [ `All | `Src of string ] * Logs.level option

let global_level thresholds =
  List.find_map
    (function `All, level -> Some level | `Src _, _ -> None)
    thresholds

let set_source_level name level =
  let has_name src = String.equal (Logs.Src.name src) name in
  match List.filter has_name (Logs.Src.list ()) with
  | [] -> Format.printf "WARNING: %s is not a valid log source.\n%!" name
  | sources -> List.iter (fun src -> Logs.Src.set_level src level) sources

let set_level ~default thresholds =
  (* Setting the global level resets every source, so it comes first. *)
  Logs.set_level (Option.value (global_level thresholds) ~default);
  List.iter
    (function `All, _ -> () | `Src name, level -> set_source_level name level)
    thresholds

module Arg = struct
  include Functoria_runtime.Arg

  let make of_string to_string =
    let print ppf value = Format.pp_print_string ppf (to_string value) in
    Cmdliner.Arg.conv (of_string, print)

  module type S = sig
    type t

    val of_string : string -> (t, [ `Msg of string ]) result
    val to_string : t -> string
  end

  let of_module (type a) (module Value : S with type t = a) =
    make Value.of_string Value.to_string

  let ip_address = of_module (module Ipaddr)
  let ipv4_address = of_module (module Ipaddr.V4)
  let ipv4 = of_module (module Ipaddr.V4.Prefix)
  let ipv6_address = of_module (module Ipaddr.V6)
  let ipv6 = of_module (module Ipaddr.V6.Prefix)

  let threshold_of_string str : (log_threshold, [ `Msg of string ]) result =
    let threshold sources level =
      Result.map (fun level -> (sources, level)) (Logs.level_of_string level)
    in
    match String.split_on_char ':' str with
    | [ level ] | [ "*"; level ] -> threshold `All level
    | [ src; level ] -> threshold (`Src src) level
    | _ -> Error (`Msg ("Can't parse log threshold: " ^ str))

  let threshold_to_string ((sources, level) : log_threshold) =
    let level = Logs.level_to_string level in
    match sources with `All -> level | `Src name -> name ^ ":" ^ level

  let log_threshold = make threshold_of_string threshold_to_string

  let allocation_policy =
    Cmdliner.Arg.enum
      [
        ("next-fit", `Next_fit);
        ("first-fit", `First_fit);
        ("best-fit", `Best_fit);
      ]
end

include (
  Functoria_runtime : module type of Functoria_runtime with module Arg := Arg)

(* The newest hook is at the head. Adding one makes a new list, so that a run
   under way keeps the hooks it started with. *)
let exit_hooks = ref []
let enter_iter_hooks = ref []
let leave_iter_hooks = ref []
let register hooks hook = hooks := hook :: !hooks
let at_exit hook = register exit_hooks hook
let at_enter_iter hook = register enter_iter_hooks hook
let at_leave_iter hook = register leave_iter_hooks hook
let call_each hooks = List.iter (fun hook -> hook ()) hooks
let run_enter_iter_hooks () = call_each !enter_iter_hooks
let run_leave_iter_hooks () = call_each !leave_iter_hooks

let run_exit_hooks () =
  let despite_failure hook = Lwt.catch hook (fun _ -> Lwt.return_unit) in
  Lwt_list.iter_s despite_failure !exit_hooks
