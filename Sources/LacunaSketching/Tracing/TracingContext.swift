import LacunaPrograms
import LacunaProtocols

/// A program in the making, shared by the traces that go into it.
final class SharedBuilder {
  var builder: ProgramBuilder

  init(name: String) { builder = ProgramBuilder(name: name) }
}

/// What one trace of a plugin may ask for, and what it has given.
///
/// Nothing that a plugin passes is believed: ids, counts and pointers are checked on the way in.
final class TracingContext {
  /// Something that a trace can ask for by name.
  enum Offer {
    /// An input of the program, declared when it is asked for.
    case input(InputRole, ValueType)
    /// A value made before.
    case value(ValueID)
  }

  /// The role by which a plugin asks, with what there is under it.
  struct Section {
    let role: lacuna_role
    let title: String
    var names: [String]
    /// Finds what has one of the names.
    let find: (String) throws -> Offer?
  }

  let shared: SharedBuilder
  let sections: [Section]
  /// Says why a value cannot be an output of this name, if it cannot.
  let objection: (String, ValueType) -> String?
  private(set) var outputs: [(name: String, value: ValueID)] = []
  /// The first error that the builder gave, which counts also when the plugin drops it.
  var failure: (any Error)?

  init(
    _ shared: SharedBuilder,
    sections: [Section],
    objection: @escaping (String, ValueType) -> String?
  ) {
    self.shared = shared
    self.sections = sections
    self.objection = objection
  }

  /// The value of a role and name.
  func input(role: lacuna_role, name: String) throws -> ValueID {
    guard let section = sections.first(where: { $0.role == role }) else {
      throw BuilderError(
        "input: role \(role) ('\(name)') is not offered here; there are "
          + sections.map(\.title).joined(separator: ", ")
      )
    }
    guard let offer = try section.find(name) else {
      throw BuilderError(
        "input: there is no \(section.title) '\(name)'; there are "
          + (section.names.isEmpty
            ? "none" : section.names.map { "'\($0)'" }.joined(separator: ", "))
          + "." + suggestionTail(for: name, among: section.names)
      )
    }
    switch offer {
    case .input(let role, let type): return try shared.builder.input(role, name, type: type)
    case .value(let value): return value
    }
  }

  /// The names under a role; none when it is not offered.
  func inputNames(role: lacuna_role) -> [String] {
    sections.first { $0.role == role }?.names ?? []
  }

  /// Takes a result.
  func output(_ name: String, _ value: ValueID) throws {
    let type = shared.builder.type(of: value)
    if let reason = objection(name, type) {
      throw BuilderError("output '\(name)' (\(type)): \(reason)")
    }
    guard !outputs.contains(where: { $0.name == name }) else {
      throw BuilderError("output '\(name)' is given twice; expected once")
    }
    outputs.append((name, value))
  }
}

extension TracingContext.Section {
  /// Inputs of a program role, each offered under its own name.
  static func inputs(
    _ role: Int,
    _ title: String,
    _ programRole: InputRole,
    _ types: [NamedType]
  ) -> Self {
    Self(role: lacuna_role(role), title: title, names: types.map(\.name)) { name in
      types.first { $0.name == name }.map { .input(programRole, $0.type) }
    }
  }

  /// Values made before.
  static func values(
    _ role: Int,
    _ title: String,
    _ values: [(name: String, value: ValueID)]
  ) -> Self {
    Self(role: lacuna_role(role), title: title, names: values.map(\.name)) { name in
      values.first { $0.name == name }.map { .value($0.value) }
    }
  }
}
