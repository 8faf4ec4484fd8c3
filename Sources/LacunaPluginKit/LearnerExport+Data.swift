/// Data on its way over the plugin interface.
extension LearnerExport {
  /// A record of the host.
  static func record(_ record: lacuna_record) throws -> Record {
    var fields: [Record.Field] = []
    for index in 0..<Int(clamping: record.field_count) {
      fields.append(
        Record.Field(
          name: try required(required(record.names, "name of a field")[index], "name of a field"),
          value: try required(
            required(record.values, "value of a field")[index],
            "value of a field"
          )
        )
      )
    }
    return Record(fields: fields)
  }

  /// The records of the host.
  static func records(
    _ records: UnsafePointer<UnsafePointer<lacuna_record>?>?,
    _ count: UInt64
  ) throws -> [Record] {
    try (0..<Int(clamping: count)).map { index in
      try record(required(required(records, "array of records")[index], "record").pointee)
    }
  }

  /// Passes the tensors of a state to the host.
  static func send(
    _ state: [StateTensor],
    to sink: UnsafePointer<lacuna_state_sink>
  ) throws {
    for tensor in state {
      let (code, first, second) = tensor.initializer.foreign
      let dimensions = tensor.shape.map(Int64.init)
      try tensor.name.withForeignText { name in
        try dimensions.withUnsafeBufferPointer { dimensions in
          var foreign = lacuna_state_tensor(
            struct_size: UInt64(MemoryLayout<lacuna_state_tensor>.size),
            name: name,
            role: lacuna_state_role(
              tensor.role == .parameter ? LACUNA_PARAMETER : LACUNA_SLOT
            ),
            rank: Int32(dimensions.count),
            dimensions: dimensions.baseAddress,
            initializer: lacuna_initializer(code),
            reserved: 0,
            first: first,
            second: second
          )
          try check(sink.pointee.accept(sink.pointee.context, &foreign))
        }
      }
    }
  }

  /// Passes the tensors of an encoded record to the host.
  static func send(
    _ tensors: [ExampleTensor],
    to sink: UnsafePointer<lacuna_tensor_sink>
  ) throws {
    for tensor in tensors {
      let dimensions = tensor.shape.map(Int64.init)
      let isReal = tensor.element == .real
      try tensor.name.withForeignText { name in
        try dimensions.withUnsafeBufferPointer { dimensions in
          try tensor.reals.withUnsafeBufferPointer { reals in
            try tensor.integers.withUnsafeBufferPointer { integers in
              var foreign = lacuna_tensor(
                struct_size: UInt64(MemoryLayout<lacuna_tensor>.size),
                name: name,
                element: tensor.element.code,
                rank: Int32(dimensions.count),
                dimensions: dimensions.baseAddress,
                count: UInt64(isReal ? reals.count : integers.count),
                reals: isReal ? reals.baseAddress : nil,
                integers: isReal ? nil : integers.baseAddress
              )
              try check(sink.pointee.accept(sink.pointee.context, &foreign))
            }
          }
        }
      }
    }
  }

  /// Passes a schedule to the host.
  static func send(
    _ schedule: Schedule,
    to sink: UnsafePointer<lacuna_schedule_sink>
  ) throws {
    try withForeignTexts(schedule.scalarNames) {
      try check(sink.pointee.names(sink.pointee.context, $0.baseAddress, UInt64($0.count)))
    }
    for step in schedule.steps {
      let examples = step.examples.map { UInt64(clamping: $0) }
      try check(
        sink.pointee.step(
          sink.pointee.context,
          examples,
          UInt64(examples.count),
          step.scalars,
          UInt64(step.scalars.count)
        )
      )
    }
  }
}

extension StateTensor.Initializer {
  /// The initialiser in the plugin interface.
  fileprivate var foreign: (code: Int, first: Double, second: Double) {
    switch self {
    case .zeros: (LACUNA_ZEROS, 0, 0)
    case .ones: (LACUNA_ONES, 0, 0)
    case .constant(let value): (LACUNA_CONSTANT, value, 0)
    case .normal(let standardDeviation): (LACUNA_NORMAL, standardDeviation, 0)
    case .uniform(let low, let high): (LACUNA_UNIFORM, low, high)
    }
  }
}
