import LacunaPrograms
import LacunaProtocols

/// Has learners and measurements trace themselves, and makes verified programs of what they emit.
///
/// Swift, C and foreign plugins go through the same table of C functions.
public enum ProgramTracer {
  /// The program of one training step, for one signature of the mini-batch.
  ///
  /// Inputs, all declared in this order: the state, the batch, `weights` `[B]`, the scalars. Outputs: each
  /// tensor of the state by its name, in order; one that is not updated is passed through.
  ///
  /// The batch gives the types of the mini-batch, all with the same first axis B; the name is the
  /// learner's, for messages and the program.
  ///
  /// - Throws: ``TracingError`` naming the learner, the operation and the shapes.
  public static func traceStep(
    _ learner: any LearningAlgorithm,
    name: String,
    batch: [NamedType],
    state: [StateTensor],
    scalarNames: [String]
  ) throws(TracingError) -> Program {
    let subject = "learner '\(name)'"
    guard let size = batch.first?.type.shape.dimensions.first,
      batch.allSatisfy({ $0.type.shape.dimensions.first == size })
    else {
      throw .unevenBatch(subject: subject, signature: batch)
    }
    let scalars = scalarNames.map { NamedType($0, .real(.scalar)) }
    let weights = [NamedType("weights", .real(Shape([size])))]
    let types = state.map(\.namedType)
    let shared = SharedBuilder(name: "\(name) step")
    return try building(subject, "step", shared) {
      try shared.declare(.state, types)
      try shared.declare(.batch, batch)
      try shared.declare(.weights, weights)
      try shared.declare(.scalar, scalars)
      let context = TracingContext(
        shared,
        sections: [
          .inputs(LACUNA_ROLE_STATE, "state tensor", .state, types),
          .inputs(LACUNA_ROLE_BATCH, "batch tensor", .batch, batch),
          .inputs(LACUNA_ROLE_WEIGHTS, "weights", .weights, weights),
          .inputs(LACUNA_ROLE_SCALAR, "scalar", .scalar, scalars),
        ],
        objection: { stepObjection($0, $1, types) }
      )
      try trace(context) { try learner.step(StepTrace($0)) }
      for type in types {
        let updated = context.outputs.first { $0.name == type.name }?.value
        let value = try updated ?? shared.builder.input(.state, type.name, type: type.type)
        try shared.builder.output(type.name, value)
      }
    }
  }

  /// The program of the forward function, for one signature of the encoded record.
  ///
  /// Inputs: the parameters, then the record. Outputs: what the learner names.
  ///
  /// - Throws: ``TracingError`` naming the learner, the operation and the shapes.
  public static func traceForward(
    _ learner: any LearningAlgorithm,
    name: String,
    parameters: [StateTensor],
    example: [NamedType]
  ) throws(TracingError) -> Program {
    let shared = SharedBuilder(name: "\(name) forward")
    let types = parameters.filter { $0.role == .parameter }.map(\.namedType)
    return try building("learner '\(name)'", "forward", shared) {
      try shared.declare(.parameter, types)
      try shared.declare(.example, example)
      let outputs = try forward(learner, shared, types, as: .parameter, example)
      for output in outputs { try shared.builder.output(output.name, output.value) }
    }
  }

  /// The program of a measurement on a learner: its forward function, and the measurement of that.
  ///
  /// Inputs: the parameters, then the record, then, only when the measurement asks for them, parameters of
  /// the undeleted model with the role `base`. One output, `value`: a real scalar or vector.
  ///
  /// Of a learner that computes its outputs, these are inputs, which ``TracedEvaluator`` feeds.
  ///
  /// - Throws: ``TracingError`` naming the measurement and the learner, the operation and the shapes.
  public static func traceMeasurement(
    _ measurement: any MeasurementFunction,
    name: String,
    learner: any LearningAlgorithm,
    learnerName: String,
    parameters: [StateTensor],
    example: [NamedType],
    computedOutputs: [NamedType]? = nil
  ) throws(TracingError) -> Program {
    let shared = SharedBuilder(name: "\(name) of \(learnerName)")
    let types = parameters.filter { $0.role == .parameter }.map(\.namedType)
    let subject = "measurement '\(name)' of learner '\(learnerName)'"
    return try building(subject, "measure", shared) {
      try shared.declare(.parameter, types)
      try shared.declare(.example, example)
      let forward = { (role: InputRole) in
        guard let computedOutputs else {
          return try Self.forward(learner, shared, types, as: role, example)
        }
        return try computedOutputs.map { output in
          let name = TracedEvaluator.inputName(output.name)
          return (output.name, try shared.builder.input(role, name, type: output.type))
        }
      }
      let outputs = try forward(.parameter)
      try checkNeeds(
        measurement.needs,
        outputs.map { NamedType($0.name, shared.builder.type(of: $0.value)) },
        subject
      )
      var baseOutputs: [(name: String, value: ValueID)]?
      let base = TracingContext.Section(
        role: lacuna_role(LACUNA_ROLE_BASE_OUTPUT),
        title: "base output",
        names: outputs.map(\.name)
      ) { name in
        let values = try baseOutputs ?? forward(.base)
        baseOutputs = values
        return values.first { $0.name == name }.map { .value($0.value) }
      }
      let context = TracingContext(
        shared,
        sections: [
          .values(LACUNA_ROLE_OUTPUT, "output", outputs),
          .inputs(LACUNA_ROLE_PARAMETER, "parameter", .parameter, types),
          .inputs(LACUNA_ROLE_EXAMPLE, "example tensor", .example, example),
          .inputs(LACUNA_ROLE_BASE, "parameter", .base, types), base,
        ],
        objection: measurementObjection
      )
      try trace(context) { try measurement.measure(MeasurementTrace($0)) }
      guard let result = context.outputs.first else {
        throw BuilderError("it gives no result; expected one output 'value'")
      }
      try shared.builder.output(result.name, result.value)
    }
  }
}
