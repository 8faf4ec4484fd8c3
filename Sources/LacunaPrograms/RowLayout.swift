/// Where the rows of a value lie: the examples of the mini-batch, or what was made of them one by one.
///
/// Row r is the positions `r · inner ..< (r + 1) · inner` of one axis.
public struct RowLayout: Hashable, Sendable {
  /// The axis.
  public var axis: Int
  /// How many neighbouring positions of the axis a row takes.
  public var inner: Int

  /// Rows along an axis.
  public init(axis: Int, inner: Int = 1) {
    self.axis = axis
    self.inner = inner
  }

  /// Where rows lie after a reshape; nil when they are no longer along one axis.
  func reshaped(from: Shape, to: Shape, rows: Int) -> RowLayout? {
    let before = from.dimensions.prefix(axis).reduce(1, *)
    var product = 1
    for (axis, extent) in to.dimensions.enumerated() {
      if product == before, extent.isMultiple(of: rows) {
        return RowLayout(axis: axis, inner: extent / rows)
      }
      product *= extent
    }
    return nil
  }
}
