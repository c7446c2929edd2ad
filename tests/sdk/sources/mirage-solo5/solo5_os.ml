module Lifecycle = Lifecycle
module Main = Main
module Solo5 = Solo5
module Time = Time
