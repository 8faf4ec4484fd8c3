import LacunaPluginHost
import LacunaProtocols
import LacunaSketching

/// An instance of a learner, called without the proxy that repairs texts on the way.
final class RawLearner {
  /// A field of a record, byte by byte.
  struct Field: Hashable {
    var name: [UInt8]
    var value: [UInt8]

    init(_ name: [UInt8], _ value: [UInt8]) {
      self.name = name
      self.value = value
    }

    init(_ name: String, _ value: String) { self.init(Array(name.utf8), Array(value.utf8)) }
  }

  /// What came of encoding a record.
  enum Outcome: Hashable {
    case tensors([ExampleTensor])
    case refused(code: Int32, message: String)
  }

  private let name: String
  private let table: UnsafePointer<lacuna_learner>
  private let instance: UnsafeMutableRawPointer?

  /// An instance for a subject.
  ///
  /// - Throws: ``Finding`` when it cannot be made.
  init(_ context: CheckContext, _ subject: LearnerSubject) throws {
    let plugin = try RawPlugin(context.path).table().pointee
    let wanted = subject.learner.descriptor.name
    let tables = rawTables(plugin.learners, plugin.learner_count)
    guard let table = tables.first(where: { $0.pointee.name.string == wanted }) else {
      throw Finding("the learner '\(wanted)' has gone from the plugin's table")
    }
    name = subject.name
    self.table = table
    instance = try Crossings.instance(of: table, subject, subject.dataset.records)
  }

  deinit { table.pointee.destroy(instance) }

  /// Encodes a record whose texts end where memory ends.
  ///
  /// - Throws: ``Finding`` for tensors that are not finite or not well-formed, or such an error object.
  func encode(_ fields: [Field]) throws -> Outcome {
    let names = try fields.map { try GuardedText($0.name) }
    let values = try fields.map { try GuardedText($0.value) }
    return try withExtendedLifetime((names, values)) {
      try encode(names: names.map(\.text), values: values.map(\.text))
    }
  }

  /// Encodes a record of these texts.
  ///
  /// - Throws: as ``encode(_:)``.
  func encode(names: [lacuna_text], values: [lacuna_text]) throws -> Outcome {
    let collector = TensorCollector()
    do {
      let error = try names.withUnsafeBufferPointer { names in
        try values.withUnsafeBufferPointer { values in
          var record = lacuna_record(
            struct_size: UInt64(MemoryLayout<lacuna_record>.size),
            field_count: UInt64(names.count),
            names: names.isEmpty ? nil : names.baseAddress,
            values: values.isEmpty ? nil : values.baseAddress
          )
          return try collector.filled { table.pointee.encode(instance, &record, $0) }
        }
      }
      guard let error else { return .tensors(collector.tensors) }
      // A plugin that passes on what the sink says has given it something wrong all the same.
      if let failure = collector.failure { throw failure }
      let told = try ErrorObject(consuming: error, of: "encode of \(name)")
      return .refused(code: told.code, message: told.message)
    } catch let error as ForeignError {
      throw Finding("\(name), encode: \(error.message)")
    }
  }
}

extension Record {
  /// The fields as bytes.
  var rawFields: [RawLearner.Field] { fields.map { .init($0.name, $0.value) } }
}
