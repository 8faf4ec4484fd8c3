import Foundation
import LacunaStores

extension StabilityProfile {
  /// The fewest degrees from which a fit says anything of the curvature.
  static let fewestDegrees = 8
  /// What the profile says of the series, beside what trials say of it.
  ///
  /// - Parameter trials: deletion sets that were retrained without.
  /// - Returns: the verdict.
  public func finding(_ trials: [StabilityStudy.Trial] = []) -> StabilityFinding {
    var finding = StabilityFinding(verdict: .unknown, words: "")
    finding.fit = StabilityFit(mean: sizes)
    finding.curvature = StabilityFit(rows.map { $0.mean ?? .nan })?.curvature
    if finding.fit != nil {
      finding.geometricCurvature =
        StabilityFit(Self.halfLogDimension(units: units, degree: degree))?.curvature
    }
    finding.radius = radius
    (finding.verdict, finding.words) = judge(finding, trials)
    return finding
  }

  private func judge(
    _ finding: StabilityFinding,
    _ trials: [StabilityStudy.Trial]
  ) -> (StabilityVerdict, String) {
    if sizes.allSatisfy({ $0.allSatisfy { $0 == -.infinity } }) {
      return (.stable, "it does not depend on any example")
    }
    let isEntire = degree >= Self.fewestDegrees && finding.fit?.isEntire ?? false
    if let growth, !(isEntire && isBelowFirst) {
      return (
        .unstable,
        "the coefficients grow: at degree \(growth.degree) they are \(Self.figure(growth.factor)) times those "
          + "of degree 1, as the norm of the Taylor tensor; each further degree makes predictions worse"
      )
    }
    let ordered = trials.sorted { $0.deleted.count < $1.deleted.count }
    if let kinked = ordered.first(where: \.isKinked) {
      return (
        .notSmooth,
        "the series settles, but not at what a retrain gives: without \(Self.units(kinked)) it stays "
          + "\(Self.figure(100 * kinked.missed))% of the change away; the learner has kinks, such as those of "
          + "ReLU or of a maximum, which no series sees"
      )
    }
    if let first = ordered.first, first.isDiverging, first.missed > 1 {
      return (
        .unstable,
        "the series diverges even without \(Self.units(first))"
      )
    }
    if let last = lastDegree, last < degree {
      return (.stable, "there are no terms above degree \(last)")
    }
    guard degree >= 4 else {
      return (.unknown, "degree \(degree) is too low to tell; 8 and more can")
    }
    guard degree >= Self.fewestDegrees, finding.fit != nil else {
      return (
        .falling,
        "the coefficients fall up to degree \(degree), which is too low to tell how; 8 and more can"
      )
    }
    if isEntire {
      let peak = growth.map { ", after growing up to degree \($0.degree)" } ?? ""
      return (
        .stable,
        "the coefficients fall faster than any geometric series\(peak): it converges for every deletion"
      )
    }
    guard let radius = finding.radius else { return (.falling, "the coefficients fall") }
    let reach =
      radius.units < Double(units)
      ? "random deletion sets of up to about \(Int(radius.units)) of \(units) units"
      : "random deletion sets of any size"
    return (
      .geometric,
      "the coefficients fall like a geometric series: along random directions it converges for lengths below "
        + "\(Self.figure(radius.median)) (\(Self.figure(radius.least)) to \(Self.figure(radius.most))), so for \(reach)"
    )
  }

  private static func units(_ trial: StabilityStudy.Trial) -> String {
    trial.deleted.count == 1 ? "a single unit" : "\(trial.deleted.count) units"
  }

  static func figure(_ value: Double) -> String { String(format: "%.2g", value) }

  /// The degree at which the mean of q exceeds that of degree 1 by most, where it does so by two standard errors.
  var growth: (degree: Int, factor: Double)? {
    let scale = Self.halfLogDimension(units: units, degree: degree)
    var worst: (degree: Int, factor: Double)?
    for r in 1..<max(1, degree) {
      let changes = sizes.compactMap { sizes -> Double? in
        let change = sizes[r] + scale[r] - sizes[0] - scale[0]
        return change.isFinite ? change : nil
      }
      guard changes.count == sizes.count, !changes.isEmpty else { continue }
      let mean = changes.reduce(0, +) / Double(changes.count)
      let square = changes.reduce(0) { $0 + ($1 - mean) * ($1 - mean) }
      let error =
        changes.count > 1
        ? (square / Double(changes.count * (changes.count - 1))).squareRoot() : 0
      if mean - 2 * error > 0, exp2(mean) > worst?.factor ?? 1 { worst = (r + 1, exp2(mean)) }
    }
    return worst
  }

  /// Whether the mean of q at the last degree that has one is below that of the first.
  private var isBelowFirst: Bool {
    let means = rows.compactMap(\.mean)
    guard let first = means.first, let last = means.last else { return true }
    return last < first
  }

  /// The highest degree with a coefficient in some direction.
  private var lastDegree: Int? {
    (0..<degree).last { r in sizes.contains { $0[r] > -.infinity } }.map { $0 + 1 }
  }

  /// The radius of convergence: 2 to the minus slope of the last half of log₂|c_r|.
  private var radius: StabilityRadius? {
    let slopes = sizes.compactMap { Self.lastSlope($0) }.sorted()
    guard degree >= 4, let steepest = slopes.first, let flattest = slopes.last else { return nil }
    return StabilityRadius(
      median: exp2(-Self.quantile(slopes, 0.5)),
      least: exp2(-flattest),
      most: exp2(-steepest)
    )
  }

  /// The slope of the last half of a curve, by least squares.
  static func lastSlope(_ curve: [Double]) -> Double? {
    let points = curve.enumerated().dropFirst(curve.count / 2).filter { $0.element.isFinite }
    guard points.count > 1 else { return nil }
    let x = points.reduce(0) { $0 + Double($1.offset) } / Double(points.count)
    let y = points.reduce(0) { $0 + $1.element } / Double(points.count)
    var (top, bottom) = (0.0, 0.0)
    for point in points {
      top += (Double(point.offset) - x) * (point.element - y)
      bottom += (Double(point.offset) - x) * (Double(point.offset) - x)
    }
    return top / bottom
  }
}
