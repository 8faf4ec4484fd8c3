import Foundation
import Testing

/// A command that must fail, and what it must say.
struct ErrorCase: Sendable, CustomTestStringConvertible {
  let testDescription: String
  /// The exit code, after sysexits.
  let code: Int32
  let arguments: [String]
  /// Parts of the message, in any order: what was found, what was expected, where.
  let tells: [String]
  var environment: [String: String] = [:]
  /// What is done to the workshop with the plain sketch beforehand.
  var prepare: @Sendable (Workshop) throws -> Void = { _ in }

  /// A case of a new sketch.
  static func precompute(
    _ name: String,
    _ code: Int32,
    _ change: (inout Recipe) -> Void,
    tells: [String],
    prepare: @escaping @Sendable (Workshop) throws -> Void = { _ in }
  ) -> ErrorCase {
    var recipe = Recipe()
    recipe.store = "new.sketch"
    change(&recipe)
    return ErrorCase(
      testDescription: name,
      code: code,
      arguments: recipe.arguments,
      tells: tells,
      prepare: prepare
    )
  }

  /// A case of a question to the plain sketch.
  static func predict(
    _ name: String,
    _ code: Int32,
    delete: String = "3",
    query: String = "max",
    _ more: [String] = [],
    tells: [String],
    prepare: @escaping @Sendable (Workshop) throws -> Void = { _ in }
  ) -> ErrorCase {
    ErrorCase(
      testDescription: name,
      code: code,
      arguments: ["predict", "names.sketch", "--delete", delete, "--query", query] + more,
      tells: tells,
      prepare: prepare
    )
  }

  /// A case of any other command.
  static func command(
    _ name: String,
    _ code: Int32,
    _ arguments: [String],
    tells: [String],
    environment: [String: String] = [:],
    prepare: @escaping @Sendable (Workshop) throws -> Void = { _ in }
  ) -> ErrorCase {
    ErrorCase(
      testDescription: name,
      code: code,
      arguments: arguments,
      tells: tells,
      environment: environment,
      prepare: prepare
    )
  }
}
