/// The gradient of a scalar with respect to values it was made from, in reverse mode.
///
/// Gradients are values like any other: they can be used, and differentiated again. A value that the
/// scalar does not depend on has a gradient of zeros.
public func gradient(of loss: Tensor, withRespectTo values: [Tensor]) -> [Tensor] {
  let trace = loss.trace
  let fallback = values.map { trace.poisoned($0.shape) }
  guard trace.canUse([loss] + values, in: "gradient"), !values.isEmpty else { return fallback }
  var ids = [UInt64](repeating: 0, count: values.count)
  let error = trace.builder.pointee.gradient(
    trace.builder.pointee.context,
    loss.id,
    values.map(\.id),
    UInt64(values.count),
    &ids
  )
  if let error {
    trace.record(error, of: "gradient", [loss])
    return fallback
  }
  return zip(values, ids).map {
    Tensor(trace: trace, id: $1, shape: $0.shape, element: .real)
  }
}

/// The gradient of a scalar with respect to one value.
public func gradient(of loss: Tensor, withRespectTo value: Tensor) -> Tensor {
  gradient(of: loss, withRespectTo: [value])[0]
}
