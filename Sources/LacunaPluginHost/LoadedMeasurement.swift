import CLacunaABI
import LacunaProtocols

/// A measurement that a loaded plugin offers.
public struct LoadedMeasurement: @unchecked Sendable {
  /// What it is called, and what it takes.
  public let descriptor: MeasurementDescriptor
  let owner: PluginOwner
  private let backing: Backing<lacuna_measurement>

  /// The name of the plugin it belongs to.
  public var plugin: String { owner.name }
  /// The path of the library it belongs to.
  public var path: String { owner.path }

  init(
    _ table: UnsafePointer<lacuna_measurement>,
    _ owner: PluginOwner,
    _ check: InterfaceCheck
  ) throws(PluginError) {
    try check.size(table.pointee.struct_size, of: lacuna_measurement.self, "lacuna_measurement")
    let measurement = table.pointee
    let name = try check.name(measurement.name, of: "a measurement")
    let what = "measurement '\(name)'"
    try check.functions(
      [
        "create": measurement.create != nil, "destroy": measurement.destroy != nil,
        "trace": measurement.trace != nil,
      ],
      of: what
    )
    descriptor = MeasurementDescriptor(
      name: name,
      summary: try check.text(measurement.summary, "the summary of \(what)"),
      version: try check.text(measurement.version, "the version of \(what)"),
      schema: try check.schema(measurement.schema, of: what),
      needs: try Self.needs(measurement, what, check)
    )
    self.owner = owner
    backing = .table(table)
  }

  /// A measurement in a child process.
  init(_ descriptor: MeasurementDescriptor, _ owner: PluginOwner, _ worker: PluginWorker) {
    self.descriptor = descriptor
    self.owner = owner
    backing = .worker(worker)
  }

  private static func needs(
    _ measurement: lacuna_measurement,
    _ what: String,
    _ check: InterfaceCheck
  ) throws(PluginError) -> [MeasurementNeed] {
    guard measurement.need_count > 0 else { return [] }
    guard let needs = measurement.needs, measurement.need_count <= 1 << 10 else {
      throw .malformed(
        path: check.path,
        reason: "\(what): the list of needs is null, or longer than 1024"
      )
    }
    var found: [MeasurementNeed] = []
    for index in 0..<Int(measurement.need_count) {
      let text = try check.text(needs[index], "a need of \(what)")
      guard let need = MeasurementNeed(text) else {
        throw .malformed(
          path: check.path,
          reason: "\(what) needs '\(text)', expected output:NAME, base-output:NAME, parameters or "
            + "base-parameters"
        )
      }
      found.append(need)
    }
    return found
  }

  /// The measurement for a configuration.
  ///
  /// - Throws: ``PluginError/failed(plugin:subject:function:reason:category:)``.
  public func make(
    configuration: Configuration
  ) throws(PluginError) -> any MeasurementFunction {
    switch backing {
    case .table(let table):
      try MeasurementProxy(self, table, configuration: configuration)
    case .worker(let worker):
      try IsolatedMeasurement(worker, name: descriptor.name, configuration: configuration)
    }
  }
}

/// An instance of a plugin's measurement.
final class MeasurementProxy: MeasurementFunction, @unchecked Sendable {
  private let measurement: LoadedMeasurement
  private let table: UnsafePointer<lacuna_measurement>
  /// The plugin's.
  ///
  /// Its functions may be called from any thread.
  private let instance: UnsafeMutableRawPointer?

  init(
    _ measurement: LoadedMeasurement,
    _ table: UnsafePointer<lacuna_measurement>,
    configuration: Configuration
  ) throws(PluginError) {
    var instance: UnsafeMutableRawPointer?
    try measurement.owner.call("measurement '\(measurement.descriptor.name)'", "create") {
      configuration.json.withForeignText { table.pointee.create(table, $0, &instance) }
    }
    self.measurement = measurement
    self.table = table
    self.instance = instance
  }

  deinit { table.pointee.destroy(instance) }

  var needs: [MeasurementNeed] { measurement.descriptor.needs }

  func measure(_ trace: MeasurementTrace) throws {
    try measurement.owner.call("measurement '\(measurement.descriptor.name)'", "trace") {
      table.pointee.trace(instance, trace.trace.builder)
    }
  }
}
