import LacunaPrograms
import LacunaProtocols
import LacunaSketching

/// Binds the arguments of a foreign function to tensors: what is missing or does not fit is said here.
struct CallBinder {
  /// The manifest, for messages.
  let path: String
  let function: ForeignFunction
  /// What can be read.
  let available: [TypedSource]
  /// What has to be written.
  var writable: [TypedSource] = []
  let settings: [String: Double]
  /// Whether only real models are asked for, so that nothing needs to be complex.
  var isReal = false

  /// The bound function.
  ///
  /// - Throws: ``ForeignFunctionError/binding(path:function:argument:reason:)``.
  func bind(_ call: ForeignCall) throws(ForeignFunctionError) -> BoundCall {
    var given: [BoundCall.Given] = []
    var written: Set<ComputedSource?> = []
    for (argument, binding) in zip(function.signature.arguments, function.bindings) {
      let bound = try bind(argument, binding)
      if case .output(let source, _) = bound, !written.insert(source).inserted {
        throw fault(argument, "\(source?.description ?? "result") is written by another one, too")
      }
      given.append(bound)
    }
    let used = given.compactMap { given -> String? in
      if case .elements = given { nil } else { "\(given)" }
    }
    let values = settings.sorted { $0.key < $1.key }.map { "\($0.key)=\($0.value)" }
    return BoundCall(
      call: call,
      given: given,
      identity: ([call.library.digest, function.identity] + values + used).joined(separator: "\n")
    )
  }

  private func bind(
    _ argument: Signature.Argument,
    _ binding: ForeignBinding
  ) throws(ForeignFunctionError) -> BoundCall.Given {
    switch binding {
    case .tensor(let source):
      if let target = writable.first(where: { $0.source == source }) {
        return try output(argument, source, target.type.shape.count)
      }
      return try tensor(argument, source)
    case .parameters(let ofBase):
      let all = parameters(ofBase: ofBase)
      guard case .pointer = argument.kind, !all.isEmpty else {
        throw fault(argument, "parameters are passed by address alone; make it a pointer")
      }
      for source in all { _ = try tensor(argument, source.source) }
      return .elements(all.map(\.source))
    case .size(let size):
      return try value(argument, Double(count(argument, size)))
    case .setting(let name):
      guard let number = settings[name] else {
        let names = settings.keys.sorted()
        throw fault(
          argument,
          "there is no setting '\(name)'; there are \(names.quotedList)."
            + suggestionTail(for: name, among: names)
        )
      }
      return try value(argument, number)
    case .number(let number):
      return try value(argument, number)
    case .result(let size):
      return try output(argument, nil, count(argument, size))
    case .callback(let callback):
      guard argument.kind == .callback(callback) else {
        throw fault(
          argument,
          "callback:\(callback.rawValue) is for '\(callback.declaration(of: argument.name))'"
        )
      }
      return .constant(.callback(callback))
    }
  }

  private func tensor(
    _ argument: Signature.Argument,
    _ source: ComputedSource
  ) throws(ForeignFunctionError) -> BoundCall.Given {
    let type = try typed(argument, source).type
    let scalar: Signature.Scalar
    var byValue = false
    switch argument.kind {
    case .value(let found): (scalar, byValue) = (found, true)
    case .pointer(let found, _): scalar = found
    case .callback: throw fault(argument, "it is a function, and \(source) is a tensor")
    }
    if byValue, type.shape.count != 1 {
      throw fault(
        argument,
        "\(source) is \(type), which has \(type.shape.count) elements; a value has one, so take a "
          + "pointer and its size"
      )
    }
    if type.element == .integer {
      guard scalar.isInteger else {
        throw fault(argument, "\(source) is \(type), of indices; make it i32 or i64")
      }
    } else {
      guard !scalar.isInteger else {
        throw fault(argument, "\(source) is \(type), of numbers; make it f64 or complex f64")
      }
      guard scalar.isComplex || isReal || !source.varies else {
        throw fault(
          argument,
          "\(source) is complex when predicting, and the argument is \(scalar.rawValue); make it "
            + "complex, or declare the measurement \"real\": true"
        )
      }
    }
    return byValue ? .element(source) : .elements([source])
  }

  private func value(
    _ argument: Signature.Argument,
    _ number: Double
  ) throws(ForeignFunctionError) -> BoundCall.Given {
    guard case .value(let scalar) = argument.kind else {
      throw fault(argument, "a single number is passed by value; take away the '*'")
    }
    guard scalar.isInteger else { return .constant(.number(Complex(number))) }
    guard let integer = Int64(exactly: number) else {
      throw fault(argument, "\(number) is no whole number, and the argument is \(scalar.rawValue)")
    }
    let fits = scalar == .i32 ? Int32(exactly: integer) != nil : scalar != .size || integer >= 0
    guard fits else { throw fault(argument, "\(integer) does not fit \(scalar.rawValue)") }
    return .constant(.integer(integer))
  }

  private func output(
    _ argument: Signature.Argument,
    _ source: ComputedSource?,
    _ count: Int
  ) throws(ForeignFunctionError) -> BoundCall.Given {
    let what = source?.description ?? "result"
    guard case .pointer(let scalar, isConstant: false) = argument.kind else {
      throw fault(argument, "\(what) is written; make it a pointer that is not constant")
    }
    guard !scalar.isInteger, scalar.isComplex || isReal else {
      throw fault(argument, "\(what) is complex; make it complex f64 or complex f32")
    }
    return .output(source, count: count)
  }

  private func count(
    _ argument: Signature.Argument,
    _ size: ForeignBinding.Size
  ) throws(ForeignFunctionError) -> Int {
    switch size {
    case .fixed(let count): return count
    case .count(let source): return try typed(argument, source).type.shape.count
    case .countOfParameters(let ofBase):
      return parameters(ofBase: ofBase).reduce(0) { $0 + $1.type.shape.count }
    case .extent(let axis, let source):
      let type = try typed(argument, source).type
      let rank = type.shape.rank
      guard -rank..<rank ~= axis else {
        throw fault(
          argument,
          "\(source) is \(type), which has no axis \(axis); expected "
            + (rank == 0 ? "count:\(source)" : "\(-rank) to \(rank - 1)")
        )
      }
      return type.shape.dimensions[axis < 0 ? axis + rank : axis]
    }
  }

  private func parameters(ofBase: Bool) -> [TypedSource] {
    available.filter { typed in
      switch typed.source {
      case .parameter: !ofBase
      case .baseParameter: ofBase
      default: false
      }
    }
  }

  private func typed(
    _ argument: Signature.Argument,
    _ source: ComputedSource
  ) throws(ForeignFunctionError) -> TypedSource {
    let known = available + writable
    guard let found = known.first(where: { $0.source == source }) else {
      // Of the same kind, where there are any.
      let all = known.map(\.source.description)
      let kind = source.description.prefix { $0 != ":" } + ":"
      let same = all.filter { $0.hasPrefix(kind) }
      let names = same.isEmpty ? all : same
      throw fault(
        argument,
        "there is no \(source); there are \(names.quotedList)."
          + suggestionTail(for: source.description, among: names)
      )
    }
    return found
  }

  private func fault(_ argument: Signature.Argument, _ reason: String) -> ForeignFunctionError {
    .binding(
      path: path,
      function: function.signature.name,
      argument: argument.description,
      reason: reason
    )
  }
}
