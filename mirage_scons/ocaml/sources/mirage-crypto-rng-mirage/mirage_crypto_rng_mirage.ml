module type S = sig
  type g = Mirage_crypto_rng.g

  module Entropy : sig
    type source = Mirage_crypto_rng.Entropy.source

    val sources : unit -> source list
    val pp_source : Format.formatter -> source -> unit
    val register_source : string -> source
  end

  val generate : ?g:g -> int -> Cstruct.t
  val accumulate : g option -> Entropy.source -> Cstruct.t -> unit
end

let log =
  Logs.Src.create "mirage-crypto-rng-mirage" ~doc:"The random number generator"

module Log = (val Logs.src_log log : Logs.LOG)

(* The generator is that of the whole program, however many devices share it. *)
let is_running = ref false

(* Both kinds of bootstrap, twice: neither is trusted alone. *)
let seed () =
  let open Mirage_crypto_rng.Entropy in
  [ bootstrap; whirlwind_bootstrap; bootstrap; whirlwind_bootstrap ]
  |> List.mapi (fun id gather -> gather id)
  |> Cstruct.concat

module Make (Time : Mirage_time.S) (Clock : Mirage_clock.MCLOCK) = struct
  type g = Mirage_crypto_rng.g

  module Entropy = Mirage_crypto_rng.Entropy

  let generate = Mirage_crypto_rng.generate

  let accumulate generator source =
    let (`Acc add) = Mirage_crypto_rng.accumulate generator source in
    add

  let rec every nanoseconds task =
    let open Lwt.Infix in
    Time.sleep_ns nanoseconds >>= fun () ->
    task ();
    every nanoseconds task

  let feed_from_processor sleep =
    match Entropy.cpu_rng with
    | Ok feed -> Lwt.async (fun () -> every sleep (feed None))
    | Error `Not_supported ->
        Log.info (fun m -> m "the processor has no random number generator")

  let initialize ?g ?(sleep = Duration.of_sec 1) algorithm =
    if !is_running then
      Log.debug (fun m -> m "the generator is initialized already")
    else begin
      is_running := true;
      let time = Clock.elapsed_ns in
      Mirage_crypto_rng.create ?g ~seed:(seed ()) ~time algorithm
      |> Mirage_crypto_rng.set_default_generator;
      Mirage_runtime.at_enter_iter (Entropy.timer_accumulator None);
      feed_from_processor sleep
    end;
    Lwt.return_unit
end
