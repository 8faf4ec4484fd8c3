import CLacunaABI
import LacunaProtocols

/// Receives a schedule.
final class ScheduleCollector: Collector {
  var failure: ForeignError?
  private(set) var schedule = Schedule(scalarNames: [], steps: [])
  private var hasNames = false

  func filled(
    _ body: (UnsafePointer<lacuna_schedule_sink>) -> UnsafeMutablePointer<lacuna_error>?
  ) throws -> UnsafeMutablePointer<lacuna_error>? {
    try collecting { context in
      var sink = lacuna_schedule_sink(
        struct_size: UInt64(MemoryLayout<lacuna_schedule_sink>.size),
        context: context,
        names: { context, names, count in
          ScheduleCollector.accept(context) { try $0.take(names, count) }
        },
        step: { context, examples, exampleCount, scalars, scalarCount in
          ScheduleCollector.accept(context) {
            try $0.take(examples, exampleCount, scalars, scalarCount)
          }
        }
      )
      return body(&sink)
    }
  }

  private func take(_ names: UnsafePointer<lacuna_text>?, _ count: UInt64) throws {
    guard !hasNames, schedule.steps.isEmpty else {
      throw Self.reject("the names of the scalars come once, before the steps")
    }
    hasNames = true
    schedule.scalarNames = try Self.array(names, count, of: "scalar names").map {
      guard let name = $0.string, !name.isEmpty else {
        throw Self.reject("a scalar has no name; every scalar needs one")
      }
      return name
    }
  }

  private func take(
    _ examples: UnsafePointer<UInt64>?,
    _ exampleCount: UInt64,
    _ scalars: UnsafePointer<Double>?,
    _ scalarCount: UInt64
  ) throws {
    let what = "step \(schedule.steps.count)"
    schedule.steps.append(
      Schedule.Step(
        examples: try Self.array(examples, exampleCount, of: what).map { Int(clamping: $0) },
        scalars: try Self.array(scalars, scalarCount, of: what)
      )
    )
  }
}
