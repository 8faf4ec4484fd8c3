/// The C functions through which the host reaches a learner written in Swift.
enum LearnerExport {
  /// The table of a type of learner.
  static func table(for type: any LearnerPlugin.Type) -> lacuna_learner {
    let descriptor = type.descriptor
    var table = lacuna_learner()
    table.struct_size = UInt64(MemoryLayout<lacuna_learner>.size)
    table.context = Instance<any LearnerPlugin.Type>.retained(type)
    table.name = .permanent(descriptor.name)
    table.summary = .permanent(descriptor.summary)
    table.version = .permanent(descriptor.version)
    table.schema = .permanent(descriptor.schema.json)
    table.data_format = .permanent(descriptor.dataFormat.rawValue)
    table.create = { learner, configuration, records, count, instance in
      returningErrorObject {
        let type = try Instance<any LearnerPlugin.Type>.value(learner?.pointee.context)
        let configuration = try Configuration(
          schema: type.descriptor.schema,
          completeJSON: required(configuration, "configuration")
        )
        let made = try type.init(
          configuration: configuration,
          records: LearnerExport.records(records, count)
        )
        try required(instance, "place for the instance").pointee =
          Instance<any LearnerPlugin>.retained(made)
      }
    }
    table.destroy = { Instance<any LearnerPlugin>.release($0) }
    table.state = { instance, sink in
      returningErrorObject {
        try LearnerExport.send(
          Instance<any LearnerPlugin>.value(instance).state,
          to: required(sink, "sink")
        )
      }
    }
    table.encode = { instance, record, sink in
      returningErrorObject {
        let learner = try Instance<any LearnerPlugin>.value(instance)
        let tensors = try learner.encode(LearnerExport.record(required(record, "record").pointee))
        try LearnerExport.send(tensors, to: required(sink, "sink"))
      }
    }
    table.schedule = { instance, exampleCount, stepCount, sink in
      returningErrorObject {
        let learner = try Instance<any LearnerPlugin>.value(instance)
        let schedule = try learner.schedule(
          exampleCount: Int(clamping: exampleCount),
          stepCount: stepCount < 0 ? nil : Int(stepCount)
        )
        try LearnerExport.send(schedule, to: required(sink, "sink"))
      }
    }
    table.trace_step = { instance, builder in
      returningErrorObject {
        let learner = try Instance<any LearnerPlugin>.value(instance)
        try tracing(builder) { try learner.step(StepTrace($0)) }
      }
    }
    table.trace_forward = { instance, builder in
      returningErrorObject {
        let learner = try Instance<any LearnerPlugin>.value(instance)
        try tracing(builder) { try learner.forward(ForwardTrace($0)) }
      }
    }
    return table
  }
}

/// Traces into a host's table; the first failure of an operator comes before what was thrown after it.
func tracing(
  _ builder: UnsafePointer<lacuna_builder>?,
  _ body: (Trace) throws -> Void
) throws {
  let trace = Trace(builder: try required(builder, "builder"))
  do {
    try body(trace)
  } catch {
    try trace.finish()
    throw error
  }
  try trace.finish()
}
