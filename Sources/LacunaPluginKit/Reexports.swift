@_exported import LacunaProtocols
