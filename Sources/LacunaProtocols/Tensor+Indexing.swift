/// Operations whose elements are chosen by integer indices.
extension Tensor {
  /// Rows of a table: [v, …rest] with indices [i…] → [i…, …rest].
  public func gather(_ indices: Tensor) -> Tensor {
    trace.emit("gather", [self, indices], guess: indices.shape + shape.dropFirst())
  }

  /// A table of zeros with rows added to it: updates [i…, …rest] with indices [i…] → [rows, …rest].
  public func scatterAdd(_ indices: Tensor, rows: Int) -> Tensor {
    trace.emit(
      "scatter_add",
      [self, indices],
      integers: [rows],
      guess: [rows] + shape.dropFirst(indices.rank)
    )
  }

  /// One element of each row: [i…, n] with indices [i…] → [i…].
  public func takeAlongAxis(_ indices: Tensor) -> Tensor {
    trace.emit("take_along_axis", [self, indices], guess: indices.shape)
  }

  /// Rows of zeros but for one element each: [i…] with indices [i…] → [i…, size].
  public func putAlongAxis(_ indices: Tensor, size: Int) -> Tensor {
    trace.emit("put_along_axis", [self, indices], integers: [size], guess: shape + [size])
  }
}
