import CLacunaABI
import LacunaProtocols

/// An instance of a plugin's learner.
final class LearnerProxy: LearningAlgorithm, @unchecked Sendable {
  /// The tensors of the state, asked for once.
  let state: [StateTensor]
  private let learner: LoadedLearner
  private let pointer: UnsafePointer<lacuna_learner>
  /// The plugin's.
  ///
  /// Its functions may be called from any thread.
  private let instance: UnsafeMutableRawPointer?

  private var table: lacuna_learner { pointer.pointee }
  private var subject: String { "learner '\(learner.descriptor.name)'" }

  init(
    _ learner: LoadedLearner,
    _ table: UnsafePointer<lacuna_learner>,
    configuration: Configuration,
    records: [Record]
  ) throws(PluginError) {
    let subject = "learner '\(learner.descriptor.name)'"
    var instance: UnsafeMutableRawPointer?
    try learner.owner.call(subject, "create") {
      configuration.json.withForeignText { json in
        withForeignRecords(records) {
          table.pointee.create(table, json, $0, UInt64(records.count), &instance)
        }
      }
    }
    self.learner = learner
    pointer = table
    self.instance = instance
    do {
      let states = StateCollector()
      try learner.owner.call(subject, "state") {
        try states.filled { table.pointee.state(instance, $0) }
      }
      state = states.tensors
    } catch {
      table.pointee.destroy(instance)
      throw error
    }
  }

  deinit { table.destroy(instance) }

  /// The tensors of the state, asked for once more.
  func askedState() throws -> [StateTensor] {
    let states = StateCollector()
    try learner.owner.call(subject, "state") { try states.filled { table.state(instance, $0) } }
    return states.tensors
  }

  func encode(_ record: Record) throws -> [ExampleTensor] {
    let tensors = TensorCollector()
    try learner.owner.call(subject, "encode") {
      try tensors.filled { sink in
        withForeignRecords([record]) { table.encode(instance, $0?.pointee, sink) }
      }
    }
    return tensors.tensors
  }

  func schedule(exampleCount: Int, stepCount: Int?) throws -> Schedule {
    let collector = ScheduleCollector()
    try learner.owner.call(subject, "schedule") {
      try collector.filled {
        table.schedule(instance, UInt64(exampleCount), stepCount.map(Int64.init) ?? -1, $0)
      }
    }
    let schedule = collector.schedule
    var fault = schedule.fault(exampleCount: exampleCount)
    if let stepCount, schedule.steps.count != stepCount {
      fault = fault ?? "\(schedule.steps.count) steps, expected \(stepCount)"
    }
    if let fault {
      throw PluginError.failed(
        plugin: learner.plugin,
        subject: subject,
        function: "schedule",
        reason: fault,
        category: .software
      )
    }
    return schedule
  }

  func step(_ trace: StepTrace) throws {
    try learner.owner.call(subject, "trace_step") {
      table.trace_step(instance, trace.trace.builder)
    }
  }

  func forward(_ trace: ForwardTrace) throws {
    try learner.owner.call(subject, "trace_forward") {
      table.trace_forward(instance, trace.trace.builder)
    }
  }
}

extension LearningAlgorithm {
  /// The state: of a learner in a plugin, asked for once more.
  ///
  /// - Throws: ``PluginError/failed(plugin:subject:function:reason:category:)``.
  package func askedState() throws -> [StateTensor] {
    try (self as? LearnerProxy)?.askedState() ?? state
  }
}

/// Calls a function with records as the plugin interface has them, valid during the call.
package func withForeignRecords<Result>(
  _ records: [Record],
  _ body: (UnsafePointer<UnsafePointer<lacuna_record>?>?) throws -> Result
) rethrows -> Result {
  // Arrays, not lazy collections: millions of cells go through them.
  let count = records.reduce(0) { $0 + $1.fields.count }
  func texts(_ text: (Record.Field) -> String) -> [String] {
    var texts: [String] = []
    texts.reserveCapacity(count)
    for record in records { for field in record.fields { texts.append(text(field)) } }
    return texts
  }
  return try withForeignTexts(texts(\.name)) { names in
    try withForeignTexts(texts(\.value)) { values in
      var position = 0
      let foreign = records.map { record in
        defer { position += record.fields.count }
        return lacuna_record(
          struct_size: UInt64(MemoryLayout<lacuna_record>.size),
          field_count: UInt64(record.fields.count),
          names: names.baseAddress.map { $0 + position },
          values: values.baseAddress.map { $0 + position }
        )
      }
      return try foreign.withUnsafeBufferPointer { buffer in
        let pointers = buffer.indices.map { index in buffer.baseAddress.map { $0 + index } }
        return try pointers.withUnsafeBufferPointer { try body($0.baseAddress) }
      }
    }
  }
}
