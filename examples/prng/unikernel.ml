module Main (Random : Mirage_random.S) = struct
  let target () =
    match Key_gen.target () with
    | `Unix -> "unix"
    | `MacOSX -> "macosx"
    | `Hvt -> "hvt"
    | `Spt -> "spt"
    | `Virtio -> "virtio"
    | `Muen -> "muen"
    | `Genode -> "genode"
    | `Xen -> "xen"
    | `Qubes -> "qubes"
    [@@warning "-11"] (* the type of the key has only the target that was built for *)

  let start _random =
    let bytes length = Random.generate length in
    Logs.info (fun m -> m "Random numbers on %s (target %s)" Sys.os_type (target ()));
    Logs.info (fun m ->
        m "Fortuna, fed by %a"
          Fmt.(list ~sep:(any ", ") Mirage_crypto_rng.Entropy.pp_source)
          (Mirage_crypto_rng.Entropy.sources ()));
    Logs.info (fun m -> m "32 bytes:@ %a" Cstruct.hexdump_pp (bytes 32));
    Logs.info (fun m ->
        m "Numbers: 0x%02X 0x%04X 0x%08lX 0x%016LX" (Randomconv.int8 bytes) (Randomconv.int16 bytes)
          (Randomconv.int32 bytes) (Randomconv.int64 bytes));
    Lwt.return_unit
end
