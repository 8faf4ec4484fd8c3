import Foundation

/// How long it takes to load a library and to call its entry.
enum LoadTime {
  /// The milliseconds that are allowed.
  static let limit = 100.0
  /// A machine that does something else at the time is no fault of the plugin.
  private static let tries = 5

  static let routine = CheckRoutine("load-time") { call -> Double in
    let clock = ContinuousClock()
    let (begin, before) = (clock.now, waited())
    _ = try RawPlugin(call.context.path).table()
    let time = begin.duration(to: clock.now).components
    let all = Double(time.seconds) * 1e3 + Double(time.attoseconds) * 1e-15
    return all - (waited() - before)
  }

  /// The milliseconds that the calling thread was ready to run and others did, as far as the system tells.
  static func waited() -> Double {
    let file = FileHandle(forReadingAtPath: "/proc/thread-self/schedstat")
    let text = String(decoding: (try? file?.readToEnd()) ?? Data(), as: UTF8.self)
    let fields = text.split(whereSeparator: \.isWhitespace)
    return fields.count > 1 ? (Double(fields[1]) ?? 0) * 1e-6 : 0
  }

  static func check(_ context: CheckContext) throws {
    var best = Double.infinity
    for _ in 0..<tries where best >= limit {
      best = min(best, try context.child("load-time").result())
    }
    guard best < limit else {
      throw Finding(
        "loading and the entry took \(Int(best.rounded())) ms at best of \(tries) times, expected less than "
          + "\(Int(limit)) ms; do heavy work in create"
      )
    }
  }
}
