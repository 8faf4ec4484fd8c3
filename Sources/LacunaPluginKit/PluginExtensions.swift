/// What a plugin answers when the host asks for its extensions.
final class PluginExtensions: @unchecked Sendable {
  /// Written once, here, and never changed.
  private let module: UnsafePointer<lacuna_text>?
  private let cases: UnsafePointer<lacuna_cases>?

  init(module: String?, cases: [PluginCase]) {
    self.module = module.flatMap { permanent(.permanent($0)) }
    self.cases = Self.table(cases)
  }

  /// The table of an extension, or nil.
  func find(_ id: String) -> UnsafeRawPointer? {
    switch id {
    case LACUNA_EXTENSION_MODULE: module.map { UnsafeRawPointer($0) }
    case LACUNA_EXTENSION_CASES: cases.map { UnsafeRawPointer($0) }
    default: nil
    }
  }

  private static func table(_ cases: [PluginCase]) -> UnsafePointer<lacuna_cases>? {
    guard !cases.isEmpty else { return nil }
    var table = lacuna_cases()
    table.struct_size = UInt64(MemoryLayout<lacuna_cases>.size)
    table.count = UInt64(cases.count)
    table.cases = permanent(cases.map { permanent(foreign($0)) })
    return permanent(table)
  }

  private static func foreign(_ given: PluginCase) -> lacuna_case {
    var foreign = lacuna_case()
    foreign.struct_size = UInt64(MemoryLayout<lacuna_case>.size)
    foreign.name = .permanent(given.name)
    foreign.learner = .permanent(given.learner)
    foreign.configuration = .permanent(given.configuration)
    foreign.data = .permanent(given.data)
    foreign.deleted = .permanent(given.deleted.map(String.init).joined(separator: ","))
    foreign.measurement = .permanent(given.measurement)
    foreign.query = .permanent(given.query)
    foreign.step_count = given.stepCount.map { Int64($0) } ?? -1
    foreign.seed = given.seed
    foreign.expectation_count = UInt64(given.expectations.count)
    foreign.expectations = permanent(given.expectations.map { permanent(Self.foreign($0)) })
    return foreign
  }

  private static func foreign(_ given: PluginCase.Expectation) -> lacuna_expectation {
    var foreign = lacuna_expectation()
    foreign.struct_size = UInt64(MemoryLayout<lacuna_expectation>.size)
    foreign.name = .permanent(given.name)
    foreign.count = UInt64(given.values.count)
    foreign.values = permanent(given.values)
    foreign.tolerance = given.tolerance
    return foreign
  }
}

extension LacunaPlugin {
  /// The Swift module of what a plugin offers: the first part of a type's full name.
  static func module(of types: [Any.Type]) -> String? {
    types.first.flatMap { String(reflecting: $0).split(separator: ".").first.map(String.init) }
  }
}
