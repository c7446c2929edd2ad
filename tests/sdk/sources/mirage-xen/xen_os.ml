module Lifecycle = Lifecycle
module Main = Main
module Time = Time
