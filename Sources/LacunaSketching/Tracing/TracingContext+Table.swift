import LacunaPrograms
import LacunaProtocols

/// The context behind the `void *` of the builder table.
extension TracingContext {
  /// The most instructions that a program can grow to while it is traced.
  static let maximumInstructions = 1 << 20

  /// Runs a function of the table and turns what it throws into an error object.
  static func run(
    _ context: UnsafeMutableRawPointer?,
    _ body: (TracingContext) throws -> Void
  ) -> UnsafeMutablePointer<lacuna_error>? {
    returningErrorObject {
      guard let context else {
        throw BuilderError("the builder's context is null; pass back the one in its table")
      }
      let tracing = Unmanaged<TracingContext>.fromOpaque(context).takeUnretainedValue()
      do {
        guard tracing.shared.builder.instructions.count < maximumInstructions else {
          throw BuilderError("the program has grown beyond \(maximumInstructions) instructions")
        }
        try body(tracing)
      } catch {
        tracing.failure = tracing.failure ?? error
        throw error
      }
    }
  }

  /// The value of an id that a plugin passes.
  func value(_ id: UInt64) throws -> ValueID {
    guard id > 0, id <= UInt64(shared.builder.instructions.count) else {
      throw BuilderError(
        "\(id) is not the id of a value of this program; ids run from 1 to "
          + "\(shared.builder.instructions.count)"
      )
    }
    return ValueID(Int(id) - 1)
  }

  /// Tells the plugin about a value, in as much of its struct as it has.
  func write(
    _ value: ValueID,
    to result: UnsafeMutablePointer<lacuna_value>?
  ) throws {
    guard let result else { throw BuilderError("the place for the result is null") }
    guard result.pointee.struct_size >= UInt64(MemoryLayout<lacuna_value>.size) else {
      throw BuilderError(
        "lacuna_value: struct_size is \(result.pointee.struct_size), expected at least "
          + "\(MemoryLayout<lacuna_value>.size); set it before the call"
      )
    }
    let type = shared.builder.type(of: value)
    result.pointee.id = UInt64(value.index) + 1
    result.pointee.element = lacuna_element(type.element == .real ? LACUNA_REAL : LACUNA_INTEGER)
    result.pointee.rank = Int32(type.shape.rank)
    withUnsafeMutableBytes(of: &result.pointee.dimensions) { bytes in
      let dimensions = bytes.bindMemory(to: Int64.self)
      for axis in dimensions.indices {
        dimensions[axis] = axis < type.shape.rank ? Int64(type.shape[axis]) : 0
      }
    }
  }

  /// Writes the ids of the gradients of a scalar.
  func writeGradients(
    of loss: ValueID,
    _ values: [ValueID],
    to gradients: UnsafeMutablePointer<UInt64>?
  ) throws {
    guard let gradients else { throw BuilderError("gradient: the place for the result is null") }
    for value in values where shared.builder.type(of: value).element != .real {
      throw BuilderError(
        "gradient: a value is \(shared.builder.type(of: value)), expected real ones"
      )
    }
    let made = try shared.builder.gradient(of: loss, withRespectTo: values)
    for (index, value) in made.enumerated() { gradients[index] = UInt64(value.index) + 1 }
  }
}
