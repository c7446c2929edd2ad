(** The operating system of a unikernel that is a unix process. *)

module Lifecycle = Lifecycle
module Main = Main
module Time = Time
