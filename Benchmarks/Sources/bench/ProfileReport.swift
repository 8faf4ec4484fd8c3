import Foundation
import LacunaExecution

/// Calls of kernels summed up in tables.
struct ProfileReport {
  let calls: [CallProfile]
  /// Multiply–adds a second.
  let peak: Double
  let caches: [(name: String, bytes: Int)]

  /// Seconds in kernels.
  var seconds: Double { calls.reduce(0) { $0 + $1.seconds } }

  /// By kernel, by operation, by memory, and the longest single calls.
  func tables(calls count: Int) -> [String] {
    [
      table("kernel") { $0.kernel }, table("operation") { $0.operation },
      table("operands in", sorted: false) { level(of: $0) }, memory,
    ] + (count > 0 ? [longest(count)] : [])
  }

  /// The farthest memory that a quarter of the bytes come from.
  private func level(of call: CallProfile) -> String {
    let total = call.bytes.reduce(0, +)
    var far = 0
    for (name, bytes) in zip(levels, call.bytes).reversed() {
      far += bytes
      if far > 0, far * 4 >= total { return name }
    }
    return "none"
  }

  private var levels: [String] { caches.map(\.name) + ["memory"] }

  private func table(
    _ title: String,
    sorted: Bool = true,
    by key: (CallProfile) -> String
  ) -> String {
    let groups = Dictionary(grouping: calls, by: key)
      .map { (name: $0, sum: Sum($1)) }
      .sorted { sorted ? $0.sum.seconds > $1.sum.seconds : $0.name < $1.name }
    var table = Table([title, "time", "multiply–adds", "of the peak", "GB/s", "ns a call"])
    for group in groups where group.sum.seconds >= 0.001 * seconds {
      table.add([group.name] + cells(group.sum))
    }
    table.add(["all"] + cells(Sum(calls)))
    return table.text
  }

  private func cells(_ sum: Sum) -> [String] {
    let needed = calls.reduce(0) { $0 + $1.multiplyAdds }
    return [
      percent(sum.seconds / seconds),
      percent(needed > 0 ? sum.multiplyAdds / needed : 0),
      percent(sum.multiplyAdds / sum.seconds / peak),
      figure(sum.bytes / sum.seconds / 1e9, 1),
      figure(sum.seconds / sum.count * 1e9, 0),
    ]
  }

  /// What comes from where.
  private var memory: String {
    var bytes: [String: Double] = [:]
    for call in calls {
      for (name, count) in zip(levels, call.bytes) {
        bytes[name, default: 0] += Double(count * call.runs)
      }
    }
    let all = bytes.values.reduce(0, +)
    var table = Table(["bytes from", "of all bytes", "GB/s over the whole run"])
    for name in levels {
      let found = bytes[name] ?? 0
      table.add([name, percent(found / all), figure(found / seconds / 1e9, 1)])
    }
    return table.text
  }

  private func longest(_ count: Int) -> String {
    let groups = Dictionary(grouping: calls) { "\($0.operation): \($0.kernel) \($0.detail)" }
      .map { (name: $0, sum: Sum($1), level: level(of: $1[0])) }
      .sorted { $0.sum.seconds > $1.sum.seconds }
    var table = Table(
      ["call", "time", "multiply–adds", "of the peak", "GB/s", "ns a call", "operands in"]
    )
    for group in groups.prefix(count) { table.add([group.name] + cells(group.sum) + [group.level]) }
    return table.text
  }

  /// The sum of calls.
  private struct Sum {
    var seconds = 0.0
    var multiplyAdds = 0.0
    var bytes = 0.0
    var count = 0.0

    init(_ calls: [CallProfile]) {
      for call in calls {
        seconds += call.seconds
        multiplyAdds += call.multiplyAdds
        bytes += Double(call.bytes.reduce(0, +) * call.runs)
        count += Double(call.runs)
      }
    }
  }
}
