include Unix

let getenv = Read.getenv

let openfile path flags mode =
  opened path;
  openfile path flags mode
