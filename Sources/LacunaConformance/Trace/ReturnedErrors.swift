import LacunaPluginHost
import LacunaProtocols
import LacunaSketching

/// Checks that a plugin returns the errors that the host gives it.
enum ReturnedErrors {
  /// How many calls of a trace are made to fail, one at a time.
  private static let most = 20

  /// Makes calls of a trace fail, one in each attempt.
  private static func fail(
    _ what: String,
    _ seed: UInt64,
    _ trace: (WatchedBuilder) throws -> Void
  ) throws {
    let counting = WatchedBuilder()
    try trace(counting)
    var random = CheckRandom(seed: seed)
    let calls = Array(1...max(counting.calls, 1))
    let chosen = Set(calls.shuffled(using: &random).prefix(most) + [1, calls.count])
    for call in chosen.sorted() {
      let watch = WatchedBuilder(failing: call)
      // What the host makes of it is not the plugin's doing.
      try? trace(watch)
      guard watch.hasFailed, !watch.isRefused else { continue }
      throw Finding("\(what): the error of call \(call) of the builder was dropped")
    }
  }

  static func learners(_ context: CheckContext) throws {
    try Tracings.each(context) { subject in
      let instance = try subject.make()
      let schedule = try instance.schedule(exampleCount: subject.dataset.count, stepCount: nil)
      let signature = try instance.encode(subject.dataset.records[0]).signature
      let size = schedule.steps.first?.examples.count ?? 1
      // Straight to the plugin, so that it alone decides what becomes of an error.
      try fail("trace_step", context.seed) { watch in
        _ = try ProgramTracer.traceStep(
          WatchedLearner(inner: instance, watch: watch),
          name: subject.learner.descriptor.name,
          batch: signature.batched(size),
          state: instance.state,
          scalarNames: schedule.scalarNames
        )
      }
      try fail("trace_forward", context.seed) { watch in
        _ = try ProgramTracer.traceForward(
          WatchedLearner(inner: instance, watch: watch),
          name: subject.learner.descriptor.name,
          parameters: instance.state,
          example: signature
        )
      }
    }
  }

  static func measurements(_ context: CheckContext) throws {
    for subject in try context.measurementSubjects() {
      let instance = try subject.learner.make()
      let function = try subject.make()
      do {
        try fail("trace", context.seed) { watch in
          _ = try subject.program(
            WatchedMeasurement(inner: function, watch: watch),
            on: instance
          )
        }
      } catch {
        throw Finding("\(subject.name): \(error)")
      }
    }
  }

  static func sinks(_ context: CheckContext) throws {
    let plugin = try RawPlugin(context.path).table().pointee
    let tables = rawTables(plugin.learners, plugin.learner_count)
    for subject in try context.subjects() {
      let name = subject.learner.descriptor.name
      guard let table = tables.first(where: { (try? $0.pointee.name.strict("")) == name }) else {
        continue
      }
      let instance = try Crossings.instance(of: table, subject, subject.dataset.records)
      defer { table.pointee.destroy(instance) }
      func expect(
        _ function: String,
        _ body: () -> UnsafeMutablePointer<lacuna_error>?
      ) throws {
        guard let error = body() else {
          throw Finding("\(subject.name): \(function) drops the error of the sink")
        }
        _ = try ErrorObject(consuming: error, of: function)
      }
      let record = subject.dataset.records[0]
      try expect("state") {
        var sink = lacuna_state_sink()
        sink.struct_size = UInt64(MemoryLayout<lacuna_state_sink>.size)
        sink.accept = { _, _ in refusal() }
        return table.pointee.state(instance, &sink)
      }
      try expect("encode") {
        var sink = lacuna_tensor_sink()
        sink.struct_size = UInt64(MemoryLayout<lacuna_tensor_sink>.size)
        sink.accept = { _, _ in refusal() }
        return withForeignRecords([record]) { table.pointee.encode(instance, $0?.pointee, &sink) }
      }
      try expect("schedule") {
        var sink = lacuna_schedule_sink()
        sink.struct_size = UInt64(MemoryLayout<lacuna_schedule_sink>.size)
        sink.names = { _, _, _ in nil }
        sink.step = { _, _, _, _, _ in refusal() }
        return table.pointee.schedule(instance, UInt64(subject.dataset.count), 3, &sink)
      }
    }
  }
}

/// The error of a sink that refuses everything.
private func refusal() -> UnsafeMutablePointer<lacuna_error>? {
  ForeignError(category: .software, message: WatchedBuilder.marker).object()
}
