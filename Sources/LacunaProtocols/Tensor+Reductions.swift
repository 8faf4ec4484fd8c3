/// Reductions over axes. Without axes they reduce all.
extension Tensor {
  /// The sum over axes, which disappear unless they are kept with extent one.
  public func sum(axes: [Int]? = nil, keepingDimensions: Bool = false) -> Tensor {
    reduced("sum", axes, keepingDimensions)
  }

  /// The mean over axes, which disappear unless they are kept with extent one.
  public func mean(axes: [Int]? = nil, keepingDimensions: Bool = false) -> Tensor {
    let sum = sum(axes: axes, keepingDimensions: keepingDimensions)
    return sum * (Double(Swift.max(sum.count, 1)) / Double(Swift.max(count, 1)))
  }

  /// The largest over axes, by the primal; axes disappear unless they are kept with extent one.
  public func max(axes: [Int]? = nil, keepingDimensions: Bool = false) -> Tensor {
    reduced("reduce_max", axes, keepingDimensions)
  }

  private func reduced(_ operation: String, _ axes: [Int]?, _ isKeeping: Bool) -> Tensor {
    var wanted: Set<Int> = []
    for axis in axes ?? Array(0..<rank) {
      guard let axis = trace.normalized(axis, rank: rank, operation: operation, of: self) else {
        return trace.poisoned()
      }
      wanted.insert(axis)
    }
    if wanted.isEmpty { return self }
    let left = shape.indices.filter { !wanted.contains($0) }.map { shape[$0] }
    let result = trace.emit(operation, [self], integers: wanted.sorted(), guess: left)
    guard isKeeping else { return result }
    return result.reshaped(to: shape.indices.map { wanted.contains($0) ? 1 : shape[$0] })
  }
}
