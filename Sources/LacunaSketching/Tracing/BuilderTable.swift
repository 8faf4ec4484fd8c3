import LacunaPrograms
import LacunaProtocols

/// The host's side of the builder table: C functions over a ``TracingContext``.
enum BuilderTable {
  /// Calls a function with a table over a context, valid during the call.
  static func with<Result>(
    _ context: TracingContext,
    _ body: (UnsafePointer<lacuna_builder>) throws -> Result
  ) rethrows -> Result {
    var table = lacuna_builder()
    table.struct_size = UInt64(MemoryLayout<lacuna_builder>.size)
    table.context = Unmanaged.passUnretained(context).toOpaque()
    table.emit = {
      context,
      name,
      operands,
      operandCount,
      integers,
      integerCount,
      reals,
      realCount,
      result in
      TracingContext.run(context) { context in
        let operation = try Incoming.operation(
          Incoming.text(name, "operation name"),
          Incoming.array(integers, integerCount, "integer attributes").map(Int.init),
          Incoming.finite(Incoming.array(reals, realCount, "real attributes"))
        )
        let operands = try Incoming.array(operands, operandCount, "operands").map(context.value)
        try context.write(context.shared.builder.append(operation, operands: operands), to: result)
      }
    }
    table.constant_reals = { context, values, count, dimensions, rank, result in
      TracingContext.run(context) { context in
        let shape = try Incoming.shape(dimensions, rank, count)
        let values = try Incoming.finite(
          Incoming.array(values, count, "elements", limit: Incoming.maximumConstant)
        )
        let literal = Literal(reals: values, shape: shape)
        try context.write(context.shared.builder.append(.constant(literal)), to: result)
      }
    }
    table.constant_integers = { context, values, count, dimensions, rank, result in
      TracingContext.run(context) { context in
        let shape = try Incoming.shape(dimensions, rank, count)
        let values = try Incoming.array(values, count, "elements", limit: Incoming.maximumConstant)
        let literal = Literal(integers: values, shape: shape)
        try context.write(context.shared.builder.append(.constant(literal)), to: result)
      }
    }
    table.input = { context, role, name, result in
      TracingContext.run(context) { context in
        try context.write(
          context.input(role: role, name: Incoming.text(name, "input name")),
          to: result
        )
      }
    }
    table.input_names = { context, role, sink in
      TracingContext.run(context) { context in
        guard let sink, let accept = sink.pointee.accept else {
          throw BuilderError("input_names: the sink is null")
        }
        for name in context.inputNames(role: role) {
          try name.withForeignText { try check(accept(sink.pointee.context, $0)) }
        }
      }
    }
    table.output = { context, name, value in
      TracingContext.run(context) { context in
        try context.output(Incoming.text(name, "output name"), context.value(value))
      }
    }
    table.gradient = { context, loss, values, count, gradients in
      TracingContext.run(context) { context in
        let values = try Incoming.array(values, count, "values").map(context.value)
        try context.writeGradients(of: context.value(loss), values, to: gradients)
      }
    }
    return try withExtendedLifetime(context) { try body(&table) }
  }
}
