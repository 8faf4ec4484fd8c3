/// The C functions through which the host reaches a measurement written in Swift.
enum MeasurementExport {
  /// The table of a type of measurement.
  static func table(for type: any MeasurementPlugin.Type) -> lacuna_measurement {
    let descriptor = type.descriptor
    var table = lacuna_measurement()
    table.struct_size = UInt64(MemoryLayout<lacuna_measurement>.size)
    table.context = Instance<any MeasurementPlugin.Type>.retained(type)
    table.name = .permanent(descriptor.name)
    table.summary = .permanent(descriptor.summary)
    table.version = .permanent(descriptor.version)
    table.schema = .permanent(descriptor.schema.json)
    table.need_count = UInt64(descriptor.needs.count)
    table.needs = permanent(descriptor.needs.map { .permanent($0.description) })
    table.create = { measurement, configuration, instance in
      returningErrorObject {
        let type = try Instance<any MeasurementPlugin.Type>.value(measurement?.pointee.context)
        let configuration = try Configuration(
          schema: type.descriptor.schema,
          completeJSON: required(configuration, "configuration")
        )
        try required(instance, "place for the instance").pointee =
          Instance<any MeasurementPlugin>.retained(type.init(configuration: configuration))
      }
    }
    table.destroy = { Instance<any MeasurementPlugin>.release($0) }
    table.trace = { instance, builder in
      returningErrorObject {
        let measurement = try Instance<any MeasurementPlugin>.value(instance)
        try tracing(builder) { try measurement.measure(MeasurementTrace($0)) }
      }
    }
    return table
  }
}
