module meshwright/e2e/images/server

go 1.26
