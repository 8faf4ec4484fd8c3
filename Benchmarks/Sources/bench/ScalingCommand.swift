import ArgumentParser
import LacunaExecution
import LacunaSketching

/// Prints how the cost of a run grows.
struct ScalingCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "scaling",
    abstract: "How the time of a precompute of microgpt grows with directions, steps and degree."
  )

  @OptionGroup var place: Place
  @OptionGroup var options: RunOptions
  @Option(help: "Up to this degree.") var degree = 8
  @Option(help: "The smallest number of steps; twice and four times as many follow.")
  var steps = 250
  @Option(help: "The smallest number of blocks of lanes; twice and four times as many follow.")
  var blocks = 4

  func run() throws {
    let precision = options.precision.first ?? .float64
    let threads = options.threads.first ?? 1
    let problem = try Workload.microgpt.problem(in: place, steps: steps)
    let lanes = precision.lanes
    print("scaling of microgpt, \(precision.rawValue), \(threads) thread(s)")

    var byDirections = Table(["directions", "seconds", "µs a direction-step", "to the first"])
    var first: Double?
    for directions in [1, 2, 4].map({ $0 * blocks * lanes }) {
      let seconds = try time(problem, 3, directions, precision, threads).seconds
      let each = seconds / Double(directions * problem.stepCount) * 1e6
      first = first ?? each
      byDirections.add([
        "\(directions)", figure(seconds, 2), figure(each, 2), figure(each / (first ?? each), 3),
      ])
    }
    print(byDirections.text + "\n")

    var bySteps = Table(["steps", "seconds", "µs a direction-step", "to the first"])
    first = nil
    for steps in [1, 2, 4].map({ $0 * steps }) {
      let problem = try Workload.microgpt.problem(in: place, steps: steps)
      let directions = 2 * blocks * lanes
      let seconds = try time(problem, 3, directions, precision, threads).seconds
      let each = seconds / Double(directions * steps) * 1e6
      first = first ?? each
      bySteps.add([
        "\(steps)", figure(seconds, 2), figure(each, 2), figure(each / (first ?? each), 3),
      ])
    }
    print(bySteps.text + "\n")

    var byDegree = Table([
      "degree", "2d(d+1)", "µs a direction-step", "per 2d(d+1), to degree 3", "of the peak",
    ])
    let times = try (1...degree).map {
      try time(problem, $0, 2 * blocks * lanes, precision, threads)
    }
    func each(_ degree: Int) -> Double {
      times[degree - 1].seconds / Double(2 * blocks * lanes * problem.stepCount) * 1e6
    }
    func product(_ degree: Int) -> Double { Double(2 * degree * (degree + 1)) }
    let reference = min(3, degree)
    for d in 1...degree {
      byDegree.add([
        "\(d)", figure(product(d), 0), figure(each(d), 2),
        figure(each(d) / product(d) / (each(reference) / product(reference)), 3),
        percent(times[d - 1].share),
      ])
    }
    print(byDegree.text + "\n")
  }

  private func time(
    _ problem: TrainingProblem,
    _ degree: Int,
    _ directions: Int,
    _ precision: Precision,
    _ threads: Int
  ) throws -> (seconds: Double, share: Double) {
    let precompute = try Precompute(
      problem,
      directions: .random(seed: 0),
      degree: degree,
      options: options.execution(precision, threads: threads)
    )
    let (trials, peak) = try options.withPeak(precision, threads: threads) {
      try options.trials(threads: threads) {
        try precompute.run([0..<directions], onBase: { _ in }, onShard: { _ in })
      }
    }
    let needed = precompute.plan?.multiplyAddsPerStep ?? 0
    let done = Double(directions * problem.stepCount) * needed
    return (trials.best, done / trials.best / peak / 1e9)
  }
}
