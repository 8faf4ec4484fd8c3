import LacunaProtocols
import LacunaSketching
import Testing

/// Effects of groups on shipped learners, against curves and retrains.
@Suite struct GroupEffectTests {
  private let groups = [[0, 3], [5], [8, 9, 10]]

  private func experiment() throws -> Experiment {
    try Experiment(
      "mlp",
      ["label=diagnosis", "hidden=3", "epochs=3"],
      on: .example("breast-cancer.csv", rows: 40)
    )
  }

  private func interactions(
    _ experiment: Experiment,
    _ target: MeasuredQuery,
    degree: Int
  ) throws -> Interactions.Result {
    try Interactions(
      experiment.problem,
      between: groups,
      degree: degree,
      targets: [target],
      options: experiment.options
    ).results[0]
  }

  @Test func `alone and all together they are the curves`() throws {
    let experiment = try experiment()
    let record = experiment.problem.dataset.records[1]
    let target = try experiment.target("loss", record)
    let result = try interactions(experiment, target, degree: 5)
    for (number, group) in groups.enumerated() {
      let curve = try experiment.series("loss", record, deleting: group, degree: 5)
      let effect = try #require(result.effects.first { $0.groups == [number] })
      #expect(effect.terms.distance(to: Array(curve.dropFirst())) < 1e-12)
      #expect(abs(result.base - curve[0]) < 1e-13)
    }
    let all = try experiment.series("loss", record, deleting: groups.flatMap { $0 }, degree: 5)
    #expect(abs(result.joint([0, 1, 2]) - all.dropFirst().reduce(0, +)) < 1e-12)
  }

  /// Central differences in two and three weights at once.
  @Test func `mixed derivatives are those of retrains at small weights`() throws {
    let experiment = try experiment()
    let record = experiment.problem.dataset.records[1]
    let result = try interactions(experiment, experiment.target("loss", record), degree: 3)
    let step = 0.02
    for effect in result.effects {
      let corners = (0..<(1 << effect.groups.count)).map { corner in
        effect.groups.indices.map { corner >> $0 & 1 == 0 ? 1.0 : -1.0 }
      }
      /// The central difference with a step, whose error is of the order of its square.
      func difference(_ step: Double) throws -> Double {
        let models = try experiment.trained(
          corners.map { signs in
            var weights = [Double](repeating: 1, count: 40)
            for (index, group) in effect.groups.enumerated() {
              for unit in groups[group] { weights[unit] = 1 - step * signs[index] }
            }
            return weights
          }
        )
        let values = try experiment.measure("loss", record, on: models).map { $0[0] }
        let sum = zip(corners, values).reduce(0) { $0 + $1.0.reduce(1, *) * $1.1 }
        return corners[0].reduce(sum) { value, _ in value / (2 * step) }
      }
      // Richardson's extrapolation leaves the fourth power.
      let expected = try (4 * difference(step / 2) - difference(step)) / 3
      #expect(
        abs(effect.derivative - expected) < 1e-4 * abs(expected) + 1e-8,
        "\(effect.groups): \(effect.derivative), \(expected)"
      )
      #expect(effect.derivativeRounding < 1e-9)
    }
  }

  /// Where the series converges, effects are inclusion and exclusion over retrains.
  @Test func `to a high degree they are those of retrains`() throws {
    let experiment = try experiment()
    let record = experiment.problem.dataset.records[1]
    let result = try interactions(experiment, experiment.target("loss", record), degree: 24)
    let models = try experiment.trained(
      Interactions.subsets(of: 3).map { subset in
        Retraining.weights(deleting: subset.flatMap { groups[$0] }, count: 40)
      }
    )
    let values = try experiment.measure("loss", record, on: models).map { $0[0] }
    let expected = Interactions.beyondParts(values, base: result.base, groups: 3)
    #expect(result.effects.map(\.total).distance(to: expected) < 1e-6)
  }

  @Test func `what cannot be is refused`() throws {
    let experiment = try experiment()
    let target = try experiment.target("loss", experiment.problem.dataset.records[1])
    func refused(_ groups: [[Int]], _ degree: Int) -> String {
      message {
        _ = try Interactions(
          experiment.problem,
          between: groups,
          degree: degree,
          targets: [target],
          options: experiment.options
        )
      }
    }
    #expect(refused([[0]], 3).contains("expected 2 to 6 groups"))
    #expect(refused((0..<7).map { [$0] }, 7).contains("expected 2 to 6 groups"))
    #expect(refused([[0], [1], [2]], 2).contains("3, the number of groups"))
    #expect(refused([[0, 1], [1, 2]], 3).contains("unit 1 in groups 1 and 2"))
  }
}
