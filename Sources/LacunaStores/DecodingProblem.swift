import FoundationEssentials

/// What a failed decoding says, in the words of a message: the field, what was found, what was
/// expected.
package struct DecodingProblem {
  /// The path of the field.
  package let field: String
  /// What is there.
  package let found: String
  /// What should be.
  package let expected: String

  /// Explains an error that decoding these bytes as JSON has thrown.
  ///
  /// - Parameters:
  ///   - error: what was thrown.
  ///   - bytes: the JSON text.
  ///   - allowsFraction: whether the field at a path may hold a number that is not whole.
  package init(
    _ error: any Error,
    in bytes: [UInt8],
    allowsFraction: (String) -> Bool = { _ in false }
  ) {
    let document = try? JSONDecoder().decode(JSONNode.self, from: Data(bytes))
    guard let document, let error = error as? DecodingError else {
      self.init(
        field: "",
        found: "\(bytes.count) bytes that are not JSON",
        expected: "a JSON object"
      )
      return
    }
    switch error {
    case .keyNotFound(let key, let context):
      self.init(path: context.codingPath + [key], in: document, expected: "a value")
    case .valueNotFound(let type, let context), .typeMismatch(let type, let context):
      self.init(path: context.codingPath, in: document, expected: Self.words(for: type))
    case .dataCorrupted(let context) where context.codingPath.isEmpty:
      // The decoder does not tell which of the numbers it could not represent.
      let fractions = document.fractions().filter { !allowsFraction($0) }
      self.init(
        field: fractions.first ?? "",
        found: fractions.first.flatMap { document.flattened()[$0] } ?? "a number out of range",
        expected: "a whole number"
      )
    case .dataCorrupted(let context):
      self.init(path: context.codingPath, in: document, expected: context.debugDescription)
    @unknown default:
      self.init(field: "", found: "\(error)", expected: "a JSON object")
    }
  }

  private init(field: String, found: String, expected: String) {
    self.field = field
    self.found = found
    self.expected = expected
  }

  private init(path: [any CodingKey], in document: JSONNode, expected: String) {
    var field = ""
    for key in path {
      if let index = key.intValue {
        field += "[\(index)]"
      } else {
        field += field.isEmpty ? key.stringValue : ".\(key.stringValue)"
      }
    }
    self.init(
      field: field,
      found: document.node(at: path[...])?.text ?? "nothing",
      expected: expected
    )
  }

  /// The JSON name of a Swift type.
  private static func words(for type: any Any.Type) -> String {
    if type is String.Type { return "a string" }
    if type is Bool.Type { return "true or false" }
    if type is any BinaryInteger.Type { return "a whole number" }
    if type is any BinaryFloatingPoint.Type { return "a number" }
    return "\(type)".hasPrefix("Array") ? "a list" : "an object"
  }
}
