/// Operations that move elements and change none.
extension Tensor {
  /// The same elements, in row-major order, in another shape; one extent may be −1, for what is left.
  public func reshaped(to shape: [Int]) -> Tensor {
    var target = shape
    let known = shape.filter { $0 != -1 }.reduce(1, *)
    if let free = shape.firstIndex(of: -1), known > 0, count.isMultiple(of: known) {
      target[free] = count / known
    }
    return trace.emit("reshape", [self], integers: target, guess: target)
  }

  /// With axis `axes[i]` as axis i.
  public func permuted(_ axes: [Int]) -> Tensor {
    let positive = axes.map { $0 < 0 ? $0 + rank : $0 }
    return trace.emit("transpose", [self], integers: positive)
  }

  /// With its last two axes exchanged.
  public func transposed() -> Tensor {
    guard rank >= 2 else {
      trace.fail("transpose", [self], "at least two axes are needed to exchange the last two")
      return self
    }
    return permuted(Array(0..<rank - 2) + [rank - 1, rank - 2])
  }

  /// Stretched to a shape.
  public func broadcast(to shape: [Int]) -> Tensor {
    if shape == self.shape { return self }
    return trace.emit("broadcast", [self], integers: shape, guess: shape)
  }

  /// With a new axis of extent one; negative positions count from the end of the new shape.
  public func expanded(at axis: Int) -> Tensor {
    let position = axis < 0 ? axis + rank + 1 : axis
    guard 0...rank ~= position else {
      trace.fail("reshape", [self], "a new axis cannot stand at \(axis)")
      return self
    }
    var shape = shape
    shape.insert(1, at: position)
    return reshaped(to: shape)
  }

  /// The elements with an index in a range, for each of the first axes; later axes are kept whole.
  public func sliced(_ ranges: Range<Int>...) -> Tensor {
    guard ranges.count <= rank else {
      trace.fail("slice", [self], "\(ranges.count) ranges for \(rank) axes")
      return self
    }
    let all = ranges + shape.dropFirst(ranges.count).map { 0..<$0 }
    return trace.emit(
      "slice",
      [self],
      integers: all.map(\.lowerBound) + all.map(\.upperBound),
      guess: all.map(\.count)
    )
  }

  /// The elements with an index in a range along one axis.
  public func sliced(_ range: Range<Int>, axis: Int) -> Tensor {
    guard let axis = trace.normalized(axis, rank: rank, operation: "slice", of: self) else {
      return self
    }
    var low = [Int](repeating: 0, count: rank)
    var high = shape
    (low[axis], high[axis]) = (range.lowerBound, range.upperBound)
    return trace.emit("slice", [self], integers: low + high)
  }

  /// With zeros before and after along each axis.
  public func padded(low: [Int], high: [Int]) -> Tensor {
    trace.emit("pad", [self], integers: low + high)
  }
}

/// Tensors put one after another along an axis.
public func concatenated(_ tensors: [Tensor], axis: Int) -> Tensor {
  guard let first = tensors.first else {
    preconditionFailure("concatenated: no tensors, expected at least one")
  }
  let position = axis < 0 ? axis + first.rank : axis
  return first.trace.emit("concatenate", tensors, integers: [position])
}
