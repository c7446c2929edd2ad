module _ : Mirage_block.S = Block

let run = Lwt_main.run
let is what expected actual = Check.equal Check.string what ~expected actual

let disk bytes =
  let name = Filename.temp_file "disk" ".img" in
  let channel = open_out_bin name in
  output_string channel bytes;
  close_out channel;
  name

let read device sector lengths =
  let buffers = List.map Cstruct.create lengths in
  match run (Block.read device sector buffers) with
  | Ok () -> String.concat "|" (List.map (fun buffer -> String.make 1 (Cstruct.get_char buffer 0)) buffers)
  | Error error -> Format.asprintf "%a" Block.pp_error error

let write device sector char length =
  match run (Block.write device sector [ Cstruct.of_string (String.make length char) ]) with
  | Ok () -> "done"
  | Error error -> Format.asprintf "%a" Block.pp_write_error error

let check_sectors () =
  let name = disk (String.concat "" (List.map (fun char -> String.make 512 char) [ 'a'; 'b'; 'c' ]) ^ "rest") in
  let device = run (Block.connect name) in
  is "whole sectors count" "3 sectors of 512 bytes, read and write"
    (Format.asprintf "%a" Mirage_block.pp_info (run (Block.get_info device)));
  is "a sector" "b" (read device 1L [ 512 ]);
  is "several buffers" "a|b" (read device 0L [ 512; 1024 ]);
  is "written" "done" (write device 1L 'x' 1024);
  is "and read" "a|x|x" (read device 0L [ 512; 512; 512 ]);
  is "after the end" "sector 3 is beyond the end" (read device 3L [ 512 ]);
  is "partly after the end" "sector 3 is beyond the end" (write device 2L 'y' 1024);
  is "which writes nothing" "x" (read device 2L [ 512 ]);
  is "before the beginning" "sector -1 is beyond the end" (read device (-1L) [ 512 ]);
  is "a part of a sector" "100 bytes are not whole sectors" (write device 0L 'y' 100);
  run (Block.disconnect device);
  run (Block.disconnect device);
  is "disconnected" "the device is disconnected" (read device 0L [ 512 ]);
  is "for writing, too" "the device is disconnected" (write device 0L 'y' 512);
  Sys.remove name

let check_sizes () =
  let name = disk (String.make 8192 'z') in
  let device = run (Block.connect ~prefered_sector_size:(Some 4096) name) in
  is "other sectors" "2 sectors of 4096 bytes, read and write"
    (Format.asprintf "%a" Mirage_block.pp_info (run (Block.get_info device)));
  is "side by side" "z|z"
    (String.concat "|" (run (Lwt.all [ Lwt.return (read device 0L [ 4096 ]); Lwt.return (read device 1L [ 4096 ]) ])));
  Sys.remove name

let check_missing () =
  match run (Block.connect "/nonexistent/disk") with
  | exception Unix.Unix_error (ENOENT, _, _) -> ()
  | _ -> Check.that "a missing file is an error" false

let () =
  check_sectors ();
  check_sizes ();
  check_missing ()
