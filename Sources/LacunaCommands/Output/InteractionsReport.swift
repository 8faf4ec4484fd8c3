import LacunaSketching

/// Effects of groups as they are written.
struct InteractionsReport: Encodable {
  struct Group: Encodable {
    let group: String
    let units: Int
  }

  struct Effect: Encodable {
    /// The numbers of the groups, from 0.
    let groups: [Int]
    let derivative: Double
    let rounding: Double
    /// For each degree from 1.
    let terms: [Double]
    let total: Double
    /// By inclusion and exclusion over retrains.
    let retrained: Double?
  }

  struct Joint: Encodable {
    let predicted: Double
    let sumOfMainEffects: Double
    let retrained: Double?
  }

  let measurement: String
  let query: String
  let base: Double
  let degree: Int
  let groups: [Group]
  let effects: [Effect]
  let joint: Joint
  let deletion = "weight 0 in place"

  enum CodingKeys: String, CodingKey {
    case measurement, query, base, degree, groups, effects, joint, deletion
  }

  init(
    _ target: MeasuredQuery,
    _ result: Interactions.Result,
    names: [String],
    sizes: [Int],
    truth: [Double]
  ) {
    measurement = target.measurement
    query = target.query
    base = result.base
    degree = result.effects.first?.terms.count ?? 0
    groups = zip(names, sizes).map { Group(group: $0, units: $1) }
    let beyond =
      truth.isEmpty
      ? [] : Interactions.beyondParts(truth, base: result.base, groups: names.count)
    effects = result.effects.enumerated().map { index, effect in
      Effect(
        groups: effect.groups,
        derivative: effect.derivative,
        rounding: effect.derivativeRounding,
        terms: effect.terms,
        total: effect.total,
        retrained: truth.isEmpty ? nil : beyond[index]
      )
    }
    joint = Joint(
      predicted: result.joint(Array(names.indices)),
      sumOfMainEffects: result.effects.filter { $0.groups.count == 1 }.reduce(0) { $0 + $1.total },
      retrained: truth.last.map { $0 - result.base }
    )
  }
}

extension InteractionsReport {
  /// The effects for people.
  var text: String {
    var lines = ["\(measurement) of '\(query)' with all data: \(Figure.number(base))"]
    for (number, group) in groups.enumerated() {
      lines.append(
        "  group \(number + 1)   \(group.group), \(group.units) unit\(group.units == 1 ? "" : "s")"
      )
    }
    let isRetrained = joint.retrained != nil
    lines.append(
      row(
        "groups",
        ["derivative", "to degree \(degree)"] + (isRetrained ? ["retrained"] : [])
      )
    )
    for effect in effects {
      let name = effect.groups.map { "\($0 + 1)" }.joined(separator: " × ")
      var figures = [Figure.change(effect.derivative), Figure.change(effect.total)]
      if let retrained = effect.retrained { figures.append(Figure.change(retrained)) }
      let isRounded = effect.rounding > 1e-6 * abs(effect.derivative)
      lines.append(
        row(name, figures)
          + (isRounded ? "   ± \(Figure.number(effect.rounding)) of rounding" : "")
      )
    }
    var figures = ["", Figure.change(joint.predicted)]
    if let retrained = joint.retrained { figures.append(Figure.change(retrained)) }
    lines.append(row("all together", figures))
    lines.append(row("sum of main effects", ["", Figure.change(joint.sumOfMainEffects)]))
    return lines.joined(separator: "\n")
  }

  private func row(_ name: String, _ figures: [String]) -> String {
    let first = name + String(repeating: " ", count: max(0, 20 - name.count))
    return "  " + first
      + figures.map { String(repeating: " ", count: max(1, 14 - $0.count)) + $0 }.joined()
  }
}
