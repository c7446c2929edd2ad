(* Sleeps that are counted, and end at once until there were a few. *)
let slept = ref []

module Time : Mirage_time.S = struct
  let sleep_ns nanoseconds =
    slept := nanoseconds :: !slept;
    if List.length !slept < 4 then Lwt.pause () else fst (Lwt.wait ())
end

module Rng = Mirage_crypto_rng_mirage.Make (Time) (Mclock)
module Another = Mirage_crypto_rng_mirage.Make (Time) (Mclock)
module _ : Mirage_random.S = Rng

let generate length = Cstruct.to_string (Rng.generate length)
let fortuna : Mirage_crypto_rng.Fortuna.g Mirage_crypto_rng.generator = (module Mirage_crypto_rng.Fortuna)
let pauses () = Lwt_main.run (Lwt_list.iter_s Lwt.pause (List.init 10 ignore))

let check_unseeded () =
  Check.raises "no generator yet" Mirage_crypto_rng.No_default_generator (fun () -> generate 1)

let check_bytes () =
  Check.equal string_of_int "as many as asked for" ~expected:33 (String.length (generate 33));
  Check.that "no two draws are the same" (generate 32 <> generate 32);
  let draws = generate 100_000 in
  let counts = Array.make 256 0 in
  String.iter (fun char -> counts.(Char.code char) <- counts.(Char.code char) + 1) draws;
  (* 390 each on average, with a standard deviation of 20 *)
  Array.iter (fun count -> Check.that "each byte is as likely" (count > 250 && count < 530)) counts

let check_default () =
  let default = Mirage_crypto_rng.default_generator () in
  Check.that "it is seeded" (Mirage_crypto_rng.seeded (Some default));
  Lwt_main.run (Another.initialize ~sleep:5L fortuna);
  Check.that "another device shares it" (Mirage_crypto_rng.default_generator () == default)

let check_sources () =
  let names = List.map (Format.asprintf "%a" Rng.Entropy.pp_source) (Rng.Entropy.sources ()) in
  Check.that "the timer is a source" (List.exists (fun name -> String.length name > 4) names);
  let source = Rng.Entropy.register_source "test" in
  Check.that "a source can be added" (List.mem source (Rng.Entropy.sources ()));
  Rng.accumulate None source (Cstruct.of_string "entropy");
  Check.that "and the loop feeds the generator" (Mirage_runtime.run_enter_iter_hooks () = ())

let check_feeding () =
  match Mirage_crypto_rng.Entropy.cpu_rng with
  | Error `Not_supported -> ()
  | Ok _ ->
      pauses ();
      Check.equal (Check.list Int64.to_string) "the processor is asked in intervals"
        ~expected:[ 7L; 7L; 7L; 7L ] !slept

let () =
  check_unseeded ();
  Lwt_main.run (Rng.initialize ~sleep:7L fortuna);
  check_bytes ();
  check_default ();
  check_sources ();
  check_feeding ()
