@_exported import CLacunaABI
