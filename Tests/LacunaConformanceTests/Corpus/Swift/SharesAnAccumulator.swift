import LacunaPluginKit

// fault: what one instance traces changes what others trace
// check: trace/instances
// also: trace/* learning/* encode/* descriptor/* cases/*
struct SharesAnAccumulator: Line {
  static let fault = "shares-an-accumulator"

  nonisolated(unsafe) private static var instances = 0

  init() { Self.instances += 1 }

  func rate() -> Double { 0.1 / Double(max(Self.instances, 1)) }
}
