import LacunaPrograms
import LacunaProtocols
import LacunaSketching

/// A foreign function whose arguments are bound to tensors of known types.
struct BoundCall: Sendable {
  /// What an argument is given.
  enum Given: Hashable, Sendable {
    /// The same every time.
    case constant(ForeignArgument)
    /// The elements of tensors, one after the other, at an address.
    case elements([ComputedSource])
    /// The one element of a tensor, by value.
    case element(ComputedSource)
    /// What is written: a tensor of a learner, or the result.
    case output(ComputedSource?, count: Int)

    /// What is read.
    var sources: [ComputedSource] {
      switch self {
      case .elements(let sources): sources
      case .element(let source): [source]
      case .constant, .output: []
      }
    }
  }

  let call: ForeignCall
  let given: [Given]
  let identity: String

  /// What is read.
  var sources: [ComputedSource] { Array(Set(given.flatMap(\.sources))) }
  /// The number of numbers that are written as the result, or nil where none is.
  var resultCount: Int? {
    for case .output(nil, let count) in given { return count }
    return nil
  }
  /// What tensors are written.
  var written: [ComputedSource] {
    given.compactMap { given in
      if case .output(let source, _) = given { source } else { nil }
    }
  }
  /// Whether the function returns a status rather than a number: whole, beside what it writes.
  var returnsStatus: Bool {
    call.signature.result?.isInteger == true
      && given.contains { if case .output = $0 { true } else { false } }
  }
  /// The relative size of the rounding errors of its results.
  var roundoff: Double {
    let types = call.signature.arguments.compactMap { argument -> Signature.Scalar? in
      switch argument.kind {
      case .value(let scalar), .pointer(let scalar, _): scalar
      case .callback: nil
      }
    }
    return (types + [call.signature.result].compactMap { $0 }).map(\.roundoff).max() ?? 2.3e-16
  }

  /// What the function gives.
  struct Values {
    /// What it returned.
    var value: Complex?
    /// What it wrote as the result.
    var result: [Complex]?
    /// What tensors it wrote.
    var tensors: [ComputedSource: [Complex]]
  }

  /// Calls the function with the tensors it reads.
  func evaluate(
    _ tensors: [ComputedSource: ComputedTensor],
    hooks: ForeignHooks = ForeignHooks()
  ) throws(ForeignFunctionError) -> Values {
    let found = try call.evaluate(given.map { argument(of: $0, tensors) }, hooks: hooks)
    var values = Values(value: found.value, tensors: [:])
    if returnsStatus, let status = found.value, status.re != 0 {
      throw .call(
        library: call.library.path,
        function: call.signature.name,
        reason: "it returned the status \(status.re.formatted), expected 0"
      )
    }
    var outputs = found.outputs.makeIterator()
    for case .output(let source, _) in given {
      guard let numbers = outputs.next() else { break }
      if let source { values.tensors[source] = numbers } else { values.result = numbers }
    }
    return values
  }

  private func argument(
    of given: Given,
    _ tensors: [ComputedSource: ComputedTensor]
  ) -> ForeignArgument {
    switch given {
    case .constant(let argument): return argument
    case .output(_, let count): return .output(count: count)
    case .element(let source):
      switch tensors[source] {
      case .integers(let integers): return .integer(integers.first ?? 0)
      case .numbers(let numbers): return .number(numbers.first ?? Complex(.nan))
      case nil: return .number(Complex(.nan))
      }
    case .elements(let sources):
      let found = sources.compactMap { tensors[$0] }
      if case .integers(let integers) = found.first { return .integers(integers) }
      return .numbers(
        found.flatMap { tensor in
          if case .numbers(let numbers) = tensor { numbers } else { [] as [Complex] }
        }
      )
    }
  }
}
