(* What configurations may name of mirage-runtime: the type of the key [logs]. *)

type log_threshold = [ `All | `Src of string ] * Logs.level option
