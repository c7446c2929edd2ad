(** The operating system of a unikernel on Solo5. *)

module Lifecycle = Lifecycle
module Main = Main
module Solo5 = Solo5
module Time = Time
