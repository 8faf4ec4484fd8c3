import LacunaProtocols
import LacunaSketching
import Testing

/// Logistic regression of more than two classes.
struct MultinomialTests {
  let golden: SupervisedGolden.Multinomial
  let data: Dataset

  init() throws {
    golden = try SupervisedGolden.load().multinomial
    let columns = golden.columns + ["digit"]
    let rows = try Dataset.example("digits.csv").records
      .filter { ["0", "1", "2"].contains($0["digit"]) }.prefix(90)
    data = try .table(columns, rows.map { row in columns.map { row[$0] ?? "" } })
  }

  private func experiment(_ settings: String...) throws -> Experiment {
    try Experiment("logistic-regression", ["label=digit"] + settings, on: data)
  }

  @Test func newtonFindsTheOptimum() throws {
    let experiment = try experiment("l2=\(golden.l2)")
    for (deleted, expected) in [([], golden.all), (golden.deleted, golden.without)] {
      let model = try experiment.trained(without: deleted)
      #expect(try #require(model["weights"]).distance(to: expected.weights) < 1e-11)
      #expect(try #require(model["bias"]).distance(to: expected.bias) < 1e-11)
    }
  }

  @Test func aSingularHessianGivesTheShortestStep() throws {
    let model = try experiment("l2=0", "epochs=3").trained()[0]
    #expect(try #require(model["weights"]).distance(to: golden.unpenalized.weights) < 1e-9)
    #expect(try #require(model["bias"]).distance(to: golden.unpenalized.bias) < 1e-9)
  }

  @Test func gradientDescentEndsWhereNewtonDoes() throws {
    let model = try experiment(
      "l2=\(golden.l2)",
      "optimizer=momentum",
      "batch=90",
      "epochs=1500",
      "learning-rate=0.3"
    ).trained()[0]
    #expect(try #require(model["weights"]).distance(to: golden.all.weights) < 1e-9)
    #expect(try #require(model["bias"]).distance(to: golden.all.bias) < 1e-9)
  }

  @Test func aQueryWithoutTheLabelHasProbabilities() throws {
    let experiment = try experiment("l2=\(golden.l2)")
    let model = try experiment.trained()
    var record = data.records[4]
    let known = try experiment.measure("probabilities", record, on: model)[0]
    record.fields.removeAll { $0.name == "digit" }
    #expect(try experiment.measure("probabilities", record, on: model)[0] == known)
    #expect(abs(known.reduce(0, +) - 1) < 1e-14)
    let target = Int(data.records[4]["digit"] ?? "") ?? 0
    let own = try experiment.measure("probability", data.records[4], on: model)[0]
    #expect([known[target]].distance(to: own) < 1e-15)
    #expect(
      message { _ = try experiment.target("loss", record) }
        == "measurement 'loss' of learner 'logistic-regression': it needs the outputs 'logits', "
        + "'targets', but there is no 'targets'; the learner gives logits: real[3], "
        + "probabilities: real[3]."
    )
  }
}
