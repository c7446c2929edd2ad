let fail message =
  prerr_endline ("ocaml-crunch: " ^ message);
  exit 2

let read path =
  let channel = open_in_bin path in
  let text = really_input_string channel (in_channel_length channel) in
  close_in channel;
  text

(* The files below a directory by their path from it, in order of names. *)
let rec files root path =
  let full = if path = "" then root else Filename.concat root path in
  if Sys.is_directory full then
    let names = List.sort String.compare (Array.to_list (Sys.readdir full)) in
    List.concat_map (fun name -> files root (if path = "" then name else path ^ "/" ^ name)) names
  else [ path ]

let interface = "include Mirage_kv.RO\n\nval connect : unit -> t Lwt.t\n"

let implementation root paths =
  let buffer = Buffer.create 65536 in
  let line format = Printf.ksprintf (fun text -> Buffer.add_string buffer (text ^ "\n")) format in
  line "(* The clock stands still: the files are as old as the program. *)";
  line "module Clock = struct";
  line "  let now_d_ps () = (0, 0L)";
  line "  let current_tz_offset_s () = None";
  line "  let period_d_ps () = None";
  line "end";
  line "";
  line "include Mirage_kv_mem.Make (Clock)";
  line "";
  line "let files = [";
  List.iter (fun path -> line "  (%S, %S);" path (read (Filename.concat root path))) paths;
  line "]";
  line "";
  line "let connect () =";
  line "  let open Lwt.Infix in";
  line "  connect () >>= fun store ->";
  line "  let add (path, text) =";
  line "    set store (Mirage_kv.Key.v path) text >|= function";
  line "    | Ok () -> ()";
  line "    | Error error -> failwith (Format.asprintf \"%%a\" pp_write_error error)";
  line "  in";
  line "  Lwt_list.iter_s add files >|= fun () -> store";
  Buffer.contents buffer

let write path text =
  let channel = open_out_bin path in
  output_string channel text;
  close_out channel

let () =
  let output = ref "" and directories = ref [] in
  let usage = "ocaml-crunch -o FILE.ml DIRECTORY" in
  let options = [ ("-o", Arg.Set_string output, "FILE.ml the module to write, its interface beside it") ] in
  Arg.parse options (fun directory -> directories := directory :: !directories) usage;
  match !directories with
  | [ root ] when Filename.check_suffix !output ".ml" -> (
      if not (Sys.file_exists root && Sys.is_directory root) then fail (root ^ " is not a directory");
      try
        write !output (implementation root (files root ""));
        write (!output ^ "i") interface
      with Sys_error error -> fail error)
  | _ -> fail usage
