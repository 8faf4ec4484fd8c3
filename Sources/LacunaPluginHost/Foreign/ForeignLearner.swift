import LacunaPrograms
import LacunaProtocols
import LacunaSketching

/// A learner that a plain C library trains, on the numeric columns of a table.
struct ForeignLearner: ComputedLearner {
  let state: [StateTensor]
  let identity: String
  let roundoff: Double
  private let name: String
  private let features: [String]
  private let label: String
  private let train: BoundCall
  private let predict: BoundCall
  private let outputTypes: [NamedType]
  private let tensors: [ComputedSource: ComputedTensor]
  private let rows: [[Double]]
  private let log: @Sendable (String) -> Void

  private static let featuresName = "features"
  private static let labelName = "label"
  /// Of a tensor: more fit no machine, and their product may fit no integer.
  private static let mostElements = 0x1p28

  init(
    _ entry: ForeignManifest.Learner,
    of manifest: ForeignManifest,
    configuration: Configuration,
    records: [Record],
    options: ForeignOptions
  ) throws {
    name = entry.name
    log = options.log
    label = entry.data.label
    features =
      entry.data.features
      ?? (records.first?.fields.map(\.name) ?? []).filter { $0 != entry.data.label }
    let table = try Self.table(records, features, label)
    let width = features.count
    guard width > 0 else {
      throw RecordError.missingField(name: "features", available: [label])
    }
    let shape = { (tensor: ForeignManifest.Learner.Tensor) in
      tensor.shape.map { if case .fixed(let extent) = $0 { extent } else { width } }
    }
    for tensor in entry.parameters + entry.outputs {
      let count = shape(tensor).reduce(1.0) { $0 * Double($1) }
      guard count <= Self.mostElements else {
        throw ForeignFunctionError.manifest(
          path: manifest.path,
          field: "learner '\(entry.name)', '\(tensor.name)', shape",
          found: "\(count) elements",
          expected: "at most \(Int(Self.mostElements))"
        )
      }
    }
    state = entry.parameters.map { .parameter($0.name, shape($0), .zeros) }
    outputTypes = entry.outputs.map { NamedType($0.name, .real(Shape(shape($0)))) }
    let settings = configuration.values.compactMapValues { value -> Double? in
      if case .number(let number) = value { number } else { nil }
    }
    let library = try ForeignLibrary(manifest, options)
    let parameters = state.map { TypedSource(.parameter($0.name), $0.namedType.type) }
    let bind = {
      (
        function: ForeignManifest.Function,
        field: String,
        available: [TypedSource],
        writable: [TypedSource]
      ) in
      let function = try manifest.function(function, "learner '\(entry.name)', \(field)")
      let call = try ForeignCall(
        function.signature,
        in: library,
        trusting: options.trustsManifests
      )
      return try CallBinder(
        path: manifest.path,
        function: function,
        available: available,
        writable: writable,
        settings: settings
      ).bind(call)
    }
    train = try bind(
      entry.train,
      "train",
      [
        TypedSource(.weights, .real(Shape([records.count]))),
        TypedSource(.data(Self.featuresName), .real(Shape([records.count, width]))),
        TypedSource(.data(Self.labelName), .real(Shape([records.count]))),
      ],
      parameters
    )
    predict = try bind(
      entry.predict,
      "predict",
      parameters + [TypedSource(.example(Self.featuresName), .real(Shape([width])))],
      outputTypes.map { TypedSource(.output($0.name), $0.type) }
    )
    tensors = [
      .data(Self.featuresName): .reals(table.flatMap { $0.dropLast() }),
      .data(Self.labelName): .reals(table.map { $0[width] }),
    ]
    rows = table
    roundoff = max(train.roundoff, predict.roundoff)
    identity = [
      "foreign learner \(entry.name)", train.identity, predict.identity,
      "features \(features.joined(separator: ", "))", "label \(label)",
    ].joined(separator: "\n")
    try check(manifest)
  }

  /// Everything that has to be written is.
  private func check(_ manifest: ForeignManifest) throws(ForeignFunctionError) {
    let fault = { (call: BoundCall, missing: String) in
      ForeignFunctionError.binding(
        path: manifest.path,
        function: call.call.signature.name,
        argument: missing,
        reason: "no argument is bound to it, and it has to be written"
      )
    }
    for tensor in state where !train.written.contains(.parameter(tensor.name)) {
      throw fault(train, "parameter:\(tensor.name)")
    }
    for output in outputTypes where !predict.written.contains(.output(output.name)) {
      let returns =
        predict.call.signature.result?.isComplex == true && outputTypes.count == 1
        && output.type.shape.count == 1
      if !returns { throw fault(predict, "output:\(output.name)") }
    }
    for call in [train, predict] where call.resultCount != nil {
      throw .binding(
        path: manifest.path,
        function: call.call.signature.name,
        argument: "result",
        reason:
          "results are of measurements; bind to parameter:NAME in train, output:NAME in predict"
      )
    }
  }

  /// A row an example: the features, then the label.
  private static func table(
    _ records: [Record],
    _ features: [String],
    _ label: String
  ) throws -> [[Double]] {
    try records.enumerated().map { index, record in
      do {
        return try features.map { try record.number($0) } + [record.number(label)]
      } catch let error as RecordError {
        throw RecordError.notEncodable(name: "record \(index)", reason: error.description)
      }
    }
  }

  func encode(_ record: Record) throws -> [ExampleTensor] {
    let numbers = try features.map { try record.number($0) }
    let example = [ExampleTensor(Self.featuresName, reals: numbers)]
    guard record[label] != nil else { return example }
    return example + [ExampleTensor(Self.labelName, reals: [try record.number(label)], shape: [])]
  }

  func train(
    weights: [Complex],
    progress: @escaping @Sendable (Double) -> Void,
    isCancelled: @escaping @Sendable () -> Bool
  ) throws -> [[Complex]] {
    var inputs = tensors
    inputs[.weights] = .numbers(weights)
    var hooks = ForeignHooks()
    hooks.log = log
    hooks.progress = progress
    hooks.isCancelled = isCancelled
    hooks.rows = rows
    let found = try train.evaluate(inputs, hooks: hooks)
    // What was cut short is no model.
    if isCancelled() { throw SketchingError.interrupted }
    return state.map { found.tensors[.parameter($0.name)] ?? [] }
  }

  func outputs(for example: [ExampleTensor]) -> [NamedType] { outputTypes }

  func predict(parameters: [[Complex]], example: [ExampleTensor]) throws -> [[Complex]] {
    var inputs: [ComputedSource: ComputedTensor] = [:]
    for (tensor, numbers) in zip(state, parameters) {
      inputs[.parameter(tensor.name)] = .numbers(numbers)
    }
    for tensor in example { inputs[.example(tensor.name)] = .reals(tensor.reals) }
    var hooks = ForeignHooks()
    hooks.log = log
    let found = try predict.evaluate(inputs, hooks: hooks)
    return outputTypes.map { found.tensors[.output($0.name)] ?? found.value.map { [$0] } ?? [] }
  }
}
