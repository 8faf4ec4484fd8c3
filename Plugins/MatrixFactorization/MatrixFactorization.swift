import LacunaPluginKit

/// A matrix of which some entries are known, as the product of two thin ones.
///
/// Rows and columns have factors u and v, found by alternating least squares on
///
///     Σ weights · (value − mean − u · v)² + l2 · (Σ |u|² + Σ |v|²)
///
/// A step solves for all rows while the columns are held, then for all columns. The penalty has no weight, so
/// that a row without entries has factors of zero.
public struct MatrixFactorization: LearnerPlugin {
  let options: Options
  let rows: Labels
  let columns: Labels
  /// What is subtracted from every value; it stays as it is when entries are deleted.
  let mean: Double

  /// What it is called, and what it takes.
  public static let descriptor = LearnerDescriptor(
    name: "matrix-factorization",
    summary: "A table of rows, columns and values as a product, by alternating least squares",
    version: "1.0",
    schema: Options.schema,
    dataFormat: .csv
  )

  /// A factorisation with the rows and columns of these records.
  public init(configuration: Configuration, records: [Record]) throws {
    let options = try Options(configuration)
    self.options = options
    rows = try Labels(options.row, in: records)
    columns = try Labels(options.column, in: records)
    let values = try records.map { try $0.number(options.value) }
    mean = options.isCentered ? values.reduce(0, +) / Double(max(values.count, 1)) : 0
  }

  /// The factors; those of the rows follow from those of the columns, and so begin anywhere.
  public var state: [StateTensor] {
    [
      .parameter(Side.rows.factors, [rows.count, options.rank], .zeros),
      .parameter(
        Side.columns.factors,
        [columns.count, options.rank],
        .normal(standardDeviation: options.initialDeviation)
      ),
    ]
  }

  /// An entry: its row and column by number, and its value, which a query can do without.
  public func encode(_ record: Record) throws -> [ExampleTensor] {
    var tensors = [
      ExampleTensor(Side.rows.index, integers: [try rows.index(of: record)], shape: []),
      ExampleTensor(Side.columns.index, integers: [try columns.index(of: record)], shape: []),
    ]
    if record[options.value] != nil {
      let value = try record.number(options.value)
      tensors.append(ExampleTensor("value", reals: [value], shape: []))
    }
    return tensors
  }

  /// All entries in every step.
  public func schedule(exampleCount: Int, stepCount: Int?) throws -> Schedule {
    let all = Batching(size: max(exampleCount, 1), epochs: options.sweeps)
    let steps = all.steps(exampleCount: exampleCount, stepCount: stepCount)
    return Schedule(scalarNames: [], steps: steps.map { .init(examples: $0, scalars: []) })
  }

  /// One sweep: the rows from the columns, then the columns from the rows.
  public func step(_ trace: StepTrace) {
    let held = trace.state(Side.columns.factors)
    let rowFactors = solve(.rows, holding: held, count: rows.count, trace)
    trace.update(Side.rows.factors, to: rowFactors)
    trace.update(
      Side.columns.factors,
      to: solve(.columns, holding: rowFactors, count: columns.count, trace)
    )
  }

  /// The prediction for one entry and, where its value is known, that and the squared difference.
  public func forward(_ trace: ForwardTrace) {
    let u = trace.parameter(Side.rows.factors).gather(trace.example(Side.rows.index))
    let v = trace.parameter(Side.columns.factors).gather(trace.example(Side.columns.index))
    let prediction = (u * v).sum() + mean
    trace.output("prediction", prediction)
    guard trace.exampleNames.contains("value") else { return }
    let target = trace.example("value")
    trace.output("target", target)
    trace.output("loss", square(prediction - target))
  }

  /// The best factors of one side when those of the other are held: for each row (or column) the ridge
  /// regression of its values on the other side's factors.
  private func solve(
    _ side: Side,
    holding factors: Tensor,
    count: Int,
    _ trace: StepTrace
  ) -> Tensor {
    let rank = options.rank
    let index = trace.batch(side.index)
    let x = factors.gather(trace.batch(side.other.index))
    let weighted = x * trace.weights.expanded(at: 1)
    let products = weighted.expanded(at: 2) * x.expanded(at: 1)
    let residuals = (trace.batch("value") - mean).expanded(at: 1)
    let penalty = trace.trace.constant(
      (0..<rank * rank).map { $0 % (rank + 1) == 0 ? options.penalty : 0 },
      shape: [rank, rank]
    )
    let factor = cholesky(products.scatterAdd(index, rows: count) + penalty)
    let right = (weighted * residuals).scatterAdd(index, rows: count).expanded(at: 2)
    let half = triangularSolve(factor, right)
    return triangularSolve(factor, half, transposed: true).reshaped(to: [count, rank])
  }
}

/// The two sides of the matrix.
private enum Side {
  case rows, columns

  /// The state tensor with the factors.
  var factors: String { self == .rows ? "row-factors" : "column-factors" }
  /// The tensor of an example with the position.
  var index: String { self == .rows ? "row" : "column" }
  var other: Side { self == .rows ? .columns : .rows }
}
