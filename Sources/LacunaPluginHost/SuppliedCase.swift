import LacunaProtocols

/// A case that a plugin brings: a configuration and data, and the numbers that should come of them.
public struct SuppliedCase: Hashable, Sendable {
  /// Numbers that training, or a measurement, has to give.
  public struct Expectation: Hashable, Sendable {
    /// A parameter after training, or `value` for the measurement.
    public var name: String
    /// The numbers, in row-major order.
    public var values: [Double]
    /// The largest difference from any of them, absolute.
    public var tolerance: Double
  }

  /// The name.
  public var name: String
  /// A learner of the plugin, or `LIBRARY:NAME`.
  public var learner: String
  /// A JSON object of the settings that are not the learner's defaults.
  public var configuration: String
  /// The contents of a data file in the learner's format.
  public var data: String
  /// The positions of the examples that are left out.
  public var deleted: [Int]
  /// What is measured, or empty.
  public var measurement: String
  /// The record measured on, or empty.
  public var query: String
  /// The number of steps, or nil for the learner's own.
  public var stepCount: Int?
  /// The seed of the initial state.
  public var seed: UInt64
  /// What should come of it.
  public var expectations: [Expectation]
}

extension PluginLibrary {
  /// The cases that the plugin brings; none when it does not know the extension.
  ///
  /// - Throws: ``PluginError/malformed(path:reason:)`` naming the case and what is wrong with it.
  public func cases() throws(PluginError) -> [SuppliedCase] {
    let plugin = try PluginImage.entryTable(path).pointee
    guard let find = plugin.get_extension else { return [] }
    let found = LACUNA_EXTENSION_CASES.withForeignText { find(plugin.context, $0) }
    guard let table = found?.assumingMemoryBound(to: lacuna_cases.self) else { return [] }
    let check = InterfaceCheck(path: path)
    try check.size(table.pointee.struct_size, of: lacuna_cases.self, "lacuna_cases")
    let cases = try check.list(table.pointee.cases, table.pointee.count, "case") {
      (table) throws(PluginError) in
      try SuppliedCase(table, check)
    }
    try check.areUnique(cases.map(\.name), "case")
    return cases
  }
}

extension SuppliedCase {
  /// Checks a case and takes it over.
  init(
    _ table: UnsafePointer<lacuna_case>,
    _ check: InterfaceCheck
  ) throws(PluginError) {
    try check.size(table.pointee.struct_size, of: lacuna_case.self, "lacuna_case")
    let given = table.pointee
    name = try check.name(given.name, of: "a case")
    let what = "case '\(name)'"
    learner = try check.text(given.learner, "the learner of \(what)")
    configuration = try check.text(given.configuration, "the configuration of \(what)")
    if configuration.isEmpty { configuration = "{}" }
    data = try check.text(given.data, "the data of \(what)")
    measurement = try check.text(given.measurement, "the measurement of \(what)")
    query = try check.text(given.query, "the query of \(what)")
    deleted = try Self.positions(check.text(given.deleted, "deleted of \(what)"), what, check)
    guard given.step_count == -1 || 1...(1 << 32) ~= given.step_count else {
      throw .malformed(
        path: check.path,
        reason: "\(what): step_count is \(given.step_count), expected -1, or 1 and more"
      )
    }
    stepCount = given.step_count < 0 ? nil : Int(given.step_count)
    seed = given.seed
    expectations = try check.list(
      given.expectations,
      given.expectation_count,
      "expectation of \(what)"
    ) { (table) throws(PluginError) in
      try Expectation(table, what, check)
    }
    try check.areUnique(expectations.map(\.name), "expectation of \(what)")
    guard !learner.isEmpty else {
      throw .malformed(path: check.path, reason: "\(what) names no learner")
    }
    guard !expectations.contains(where: { $0.name == "value" }) || !measurement.isEmpty else {
      throw .malformed(path: check.path, reason: "\(what) expects a 'value' and measures nothing")
    }
  }

  private static func positions(
    _ list: String,
    _ what: String,
    _ check: InterfaceCheck
  ) throws(PluginError) -> [Int] {
    var positions: [Int] = []
    for part in list.isEmpty ? [] : list.split(separator: ",", omittingEmptySubsequences: false) {
      guard let position = Int(part), position >= 0 else {
        throw .malformed(
          path: check.path,
          reason: "\(what): deleted is '\(list)', expected positions such as 0,3"
        )
      }
      positions.append(position)
    }
    return positions
  }
}

extension SuppliedCase.Expectation {
  /// The most numbers of an expectation.
  private static let maximumCount: UInt64 = 1 << 27

  init(
    _ table: UnsafePointer<lacuna_expectation>,
    _ owner: String,
    _ check: InterfaceCheck
  ) throws(PluginError) {
    try check.size(table.pointee.struct_size, of: lacuna_expectation.self, "lacuna_expectation")
    let given = table.pointee
    name = try check.text(given.name, "the name of an expectation of \(owner)")
    let what = "\(owner), expectation '\(name)'"
    guard !name.isEmpty, 1...Self.maximumCount ~= given.count, let pointer = given.values else {
      throw .malformed(
        path: check.path,
        reason: "\(what): \(given.count) values, expected a name and 1 to "
          + "\(Self.maximumCount) values"
      )
    }
    values = Array(UnsafeBufferPointer(start: pointer, count: Int(given.count)))
    tolerance = given.tolerance
    guard tolerance >= 0, tolerance.isFinite, values.allSatisfy(\.isFinite) else {
      throw .malformed(
        path: check.path,
        reason: "\(what): values and tolerance have to be finite, the tolerance not negative"
      )
    }
  }
}
