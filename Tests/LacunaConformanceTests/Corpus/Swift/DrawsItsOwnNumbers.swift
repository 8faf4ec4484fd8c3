import LacunaPluginKit

// fault: it draws random numbers when it traces
// check: trace/deterministic
// also: trace/* learning/* cases/*
struct DrawsItsOwnNumbers: Line {
  static let fault = "draws-its-own-numbers"

  func rate() -> Double { Double.random(in: 0.09...0.11) }
}
