(** The operating system of a unikernel on Xen, without what only Xen has. *)

module Lifecycle = Lifecycle
module Main = Main
module Time = Time
