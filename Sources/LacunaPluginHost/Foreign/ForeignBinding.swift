import LacunaProtocols
import LacunaSketching

/// What an argument of a foreign function is given, as the manifest says it.
enum ForeignBinding: Hashable, Sendable {
  /// A tensor, or where a learner writes one.
  case tensor(ComputedSource)
  /// All parameters one after the other, or those of the undeleted model.
  case parameters(ofBase: Bool)
  /// A size.
  case size(Size)
  /// A setting.
  case setting(String)
  /// A number written in the manifest.
  case number(Double)
  /// Where the function writes its result.
  case result(Size)
  /// A function of the host.
  case callback(ForeignCallback)

  /// A number of elements.
  enum Size: Hashable, Sendable {
    case fixed(Int)
    case count(ComputedSource)
    case countOfParameters(ofBase: Bool)
    /// An extent; negative axes count from the last.
    case extent(axis: Int, ComputedSource)
  }

  static let expectation =
    "output:NAME, base-output:NAME, parameter:NAME, base-parameter:NAME, parameters, base-parameters, "
    + "example:NAME, data:NAME, weights, count:SOURCE, extent:AXIS:SOURCE, setting:NAME, number:X, "
    + "result, result:SIZE, or callback:progress, log, cancelled or row"

  /// The binding of a text, or nil.
  init?(_ text: String) {
    if let source = ComputedSource(text) {
      self = .tensor(source)
    } else if let size = Size(text), Int(text) == nil {
      self = .size(size)
    } else if text == "parameters" || text == "base-parameters" {
      self = .parameters(ofBase: text.hasPrefix("base-"))
    } else if text == "result" {
      self = .result(.fixed(1))
    } else if let rest = text.without("result:"), let size = Size(rest) {
      self = .result(size)
    } else if let rest = text.without("setting:"), !rest.isEmpty {
      self = .setting(rest)
    } else if let rest = text.without("number:"), let value = Double(rest), value.isFinite {
      self = .number(value)
    } else if let rest = text.without("callback:"), let callback = ForeignCallback(rawValue: rest) {
      self = .callback(callback)
    } else {
      return nil
    }
  }
}

extension ForeignBinding.Size {
  /// The size of a text, or nil.
  init?(_ text: String) {
    if let count = Int(text) {
      guard 1...(1 << 24) ~= count else { return nil }
      self = .fixed(count)
    } else if let rest = text.without("count:") {
      if rest == "parameters" || rest == "base-parameters" {
        self = .countOfParameters(ofBase: rest.hasPrefix("base-"))
      } else if let source = ComputedSource(rest) {
        self = .count(source)
      } else {
        return nil
      }
    } else if let rest = text.without("extent:"), let colon = rest.firstIndex(of: ":"),
      let axis = Int(rest[..<colon]),
      let source = ComputedSource(String(rest[rest.index(after: colon)...]))
    {
      self = .extent(axis: axis, source)
    } else {
      return nil
    }
  }
}

extension String {
  /// What follows a beginning, or nil when it begins in another way.
  func without(_ prefix: String) -> String? {
    hasPrefix(prefix) ? String(dropFirst(prefix.count)) : nil
  }
}

/// A function of a manifest: its signature, and what each argument is given.
struct ForeignFunction: Hashable, Sendable {
  let signature: Signature
  /// In the order of the arguments.
  let bindings: [ForeignBinding]

  /// What the function is and is given, for digests: the same text gives the same numbers.
  var identity: String {
    "\(signature) "
      + zip(signature.arguments, bindings).map { "\($0.name) = \($1)" }.joined(separator: ", ")
  }
}

extension ForeignManifest {
  /// Reads a function: its signature and its bindings, one for each argument.
  func function(_ function: Function, _ field: String) throws(ForeignFunctionError)
    -> ForeignFunction
  {
    let signature: Signature
    do {
      signature = try Signature(function.signature)
    } catch {
      throw .signature(path: path, field: "\(field).signature", error: error)
    }
    let names = signature.arguments.map(\.name)
    var bound: [String: ForeignBinding] = [:]
    for (index, text) in function.arguments.enumerated() {
      let place = "\(field).arguments[\(index)]"
      guard let equals = text.firstIndex(of: "=") else {
        throw .manifest(path: path, field: place, found: "'\(text)'", expected: "'NAME = SOURCE'")
      }
      let name = String(text[..<equals]).trimmed
      let source = String(text[text.index(after: equals)...]).trimmed
      guard names.contains(name) else {
        throw .manifest(
          path: path,
          field: place,
          found: "'\(name)'",
          expected: "an argument of the signature: \(names.quotedList)."
            + suggestionTail(for: name, among: names)
        )
      }
      guard bound[name] == nil else {
        throw .manifest(
          path: path,
          field: place,
          found: "'\(name)' a second time",
          expected: "one binding for each argument"
        )
      }
      guard let binding = ForeignBinding(source) else {
        throw .manifest(
          path: path,
          field: place,
          found: "'\(source)'",
          expected: ForeignBinding.expectation
        )
      }
      bound[name] = binding
    }
    let bindings = names.compactMap { bound[$0] }
    if let missing = names.first(where: { bound[$0] == nil }) {
      throw .manifest(
        path: path,
        field: "\(field).arguments",
        found: "no binding of '\(missing)'",
        expected: "one for each argument of the signature"
      )
    }
    return ForeignFunction(signature: signature, bindings: bindings)
  }
}

extension String {
  /// Without spaces at either end.
  fileprivate var trimmed: String {
    var text = self[...]
    while text.first?.isWhitespace == true { text.removeFirst() }
    while text.last?.isWhitespace == true { text.removeLast() }
    return String(text)
  }
}
