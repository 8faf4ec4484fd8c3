import LacunaPluginHost
import LacunaProtocols
import LacunaSketching

/// A learner or a measurement as something that is made from a configuration, called without a proxy.
struct RawMaker {
  /// `learner 'x'` or `measurement 'x'`.
  let name: String
  let schema: ConfigurationSchema
  /// A configuration with which it can be made; nil when there is no data for a learner.
  let good: Configuration?
  /// Calls `create` with a configuration, and the records that it is given.
  let create:
    (lacuna_text, inout UnsafeMutableRawPointer?) throws -> UnsafeMutablePointer<lacuna_error>?
  let destroy: (UnsafeMutableRawPointer?) -> Void

  /// What came of a call of `create`.
  enum Outcome {
    case made
    case refused(category: Int32, message: String)
  }

  /// Makes an instance of a text, ends it again, and tells what came of it.
  ///
  /// - Throws: ``Finding`` for an error object that is not well-formed.
  func make(_ configuration: [UInt8]) throws -> Outcome {
    try GuardedText.with(configuration) { try make($0) }
  }

  func make(_ configuration: lacuna_text) throws -> Outcome {
    var instance: UnsafeMutableRawPointer?
    if let error = try create(configuration, &instance) {
      let told = try ErrorObject(consuming: error, of: "create of \(name)")
      return .refused(category: told.code, message: told.message)
    }
    destroy(instance)
    return .made
  }

  /// All that a library can make: learners with the data that there is, and measurements.
  static func all(_ context: CheckContext) throws -> [RawMaker] {
    let library = try context.library()
    let plugin = try RawPlugin(context.path).table().pointee
    let subjects = try context.subjectsAndGaps().0
    let learners = zip(library.learners, rawTables(plugin.learners, plugin.learner_count)).map {
      learner,
      table in
      let name = learner.descriptor.name
      let subject = subjects.first { $0.learner.descriptor.name == name }
      let records = subject?.dataset.records ?? []
      return RawMaker(
        name: "learner '\(name)'",
        schema: learner.descriptor.schema,
        good: subject?.configuration
      ) { text, instance in
        withForeignRecords(records) {
          table.pointee.create(table, text, $0, UInt64(records.count), &instance)
        }
      } destroy: {
        table.pointee.destroy($0)
      }
    }
    let measurements = zip(
      library.measurements,
      rawTables(plugin.measurements, plugin.measurement_count)
    ).map { measurement, table in
      RawMaker(
        name: "measurement '\(measurement.descriptor.name)'",
        schema: measurement.descriptor.schema,
        good: try? Configuration(schema: measurement.descriptor.schema)
      ) { text, instance in
        table.pointee.create(table, text, &instance)
      } destroy: {
        table.pointee.destroy($0)
      }
    }
    let all = learners + measurements
    guard !all.isEmpty else { throw NotApplicable("the plugin offers no learner or measurement") }
    return all
  }
}

/// What an error object says, checked field by field.
struct ErrorObject {
  let code: Int32
  let message: String

  private static let codes: Set<Int32> = [64, 65, 66, 69, 70, 71, 73, 74, 75, 78]

  /// Reads and destroys an error object.
  ///
  /// - Throws: ``Finding`` naming the field at fault.
  init(consuming error: UnsafeMutablePointer<lacuna_error>, of what: String) throws {
    let object = error.pointee
    let size = MemoryLayout<lacuna_error>.size
    guard object.struct_size >= UInt64(size), object.struct_size < 1 << 16 else {
      throw Finding(
        "an error of \(what) has a struct_size of \(object.struct_size), expected \(size)"
      )
    }
    guard Self.codes.contains(object.code) else {
      throw Finding(
        "an error of \(what) has the code \(object.code), which clause 4.2 does not know"
      )
    }
    guard object.reserved == 0 else {
      throw Finding("an error of \(what) has \(object.reserved) in 'reserved', expected 0")
    }
    let message = try object.message.strict("the message of an error of \(what)")
    guard !message.isEmpty else { throw Finding("an error of \(what) has no message") }
    code = object.code
    self.message = message
    object.destroy?(error)
  }
}
