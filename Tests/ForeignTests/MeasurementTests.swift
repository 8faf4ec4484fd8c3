import Foundation
import LacunaExecution
import LacunaPluginHost
import LacunaPrograms
import LacunaProtocols
import LacunaStores
import LacunaTestSupport
import Testing

@testable import LacunaSketching

@Suite("Foreign measurements")
struct MeasurementTests {
  /// Microgpt on a few names, trained for a few steps.
  static func problem() throws -> TrainingProblem {
    let dataset = try Dataset(
      path: "\(root)/Examples/first-names.txt",
      format: .lines,
      examples: 24
    )
    let plugin = try shippedPlugins.learner("microgpt")
    return try TrainingProblem(
      name: "microgpt",
      learner: plugin.make(
        configuration: Configuration(schema: plugin.descriptor.schema),
        records: dataset.records
      ),
      dataset: dataset,
      steps: 24,
      initialState: .drawn(seed: 3)
    )
  }

  static func traced(_ name: String, _ query: String, _ problem: TrainingProblem) throws
    -> MeasuredQuery
  {
    let loaded = try shippedPlugins.measurement(name)
    let function = try loaded.make(configuration: Configuration(schema: loaded.descriptor.schema))
    return try MeasuredQuery((name, function), query: Record(text: query), text: query, on: problem)
  }

  static func jet(_ problem: TrainingProblem, seed: UInt64, degree: Int = 3) throws -> JetOfTraining
  {
    try JetOfTraining(
      problem,
      direction: Directions.random(seed: seed).direction(0, units: problem.unitCount),
      degree: degree,
      options: ExecutionOptions()
    )
  }

  private func compare(
    _ found: (base: Double, tangents: [Complex]),
    _ expected: (base: Double, tangents: [Complex]),
    _ what: String
  ) {
    #expect(abs(found.base - expected.base) <= 1e-12 * abs(expected.base), "\(what)")
    #expect(found.tangents.count == expected.tangents.count)
    for (r, (a, b)) in zip(found.tangents, expected.tangents).enumerated() {
      #expect(a.distance(to: b) <= 1e-9 * b.size, "\(what), degree \(r + 1): \(a), traced \(b)")
    }
  }

  @Test("three functions of plain C match the traced ones to 1e-9")
  func matchTracedMeasurements() throws {
    let bench = try Bench(example: "foreign-measurements")
    let problem = try Self.problem()
    for seed in 0..<UInt64(Stress.count(2, all: 12)) {
      let jet = try Self.jet(problem, seed: seed)
      for name in ["loss", "probability", "entropy"] {
        for query in ["emma", "a"] {
          let foreign = try MeasuredQuery(
            computed: bench.measurement("c-\(name)"),
            query: Record(text: query),
            text: query,
            on: problem
          )
          compare(
            try jet.measure(foreign),
            try jet.measure(Self.traced(name, query, problem)),
            "\(name) of \(query), seed \(seed)"
          )
        }
      }
    }
  }

  @Test("retrains measure at real parameters")
  func matchOnRealModels() throws {
    let bench = try Bench(example: "foreign-measurements")
    let problem = try Self.problem()
    let models = try Retraining(problem, options: ExecutionOptions()).parameters(
      weightings: [[0], [1, 5], []].map { Retraining.weights(deleting: $0, count: 24) }
    )
    for name in ["loss", "probability", "entropy"] {
      let foreign = try MeasuredQuery(
        computed: bench.measurement("c-\(name)"),
        query: Record(text: "emma"),
        text: "emma",
        on: problem
      )
      let values = try [foreign, Self.traced(name, "emma", problem)].map { target in
        try Measurer(
          target,
          parameters: problem.parameters,
          base: models[2],
          ring: .lanes,
          options: ExecutionOptions()
        ).values(models)
      }
      for (a, b) in zip(values[0], values[1]) { #expect(abs(a[0] - b[0]) <= 1e-12 * abs(b[0])) }
    }
  }

  @Test("a sketch caches them by library, function and query")
  func cached() throws {
    let signature = "void f(const complex f64 *x, size n, complex f64 *out)"
    let arguments = ["x = output:logits", "n = count:output:logits", "out = result:2"]
    func source(_ scale: Int) -> String {
      """
      void f(const double complex *x, size_t n, double complex *out) {
        out[0] = out[1] = 0;
        for (size_t i = 0; i < n; i++) { out[0] += x[i]; out[1] += \(scale) * x[i] * x[i]; }
      }
      LACUNA_SIGNATURE(void, f, const double complex *x, size_t n, double complex *out);
      """
    }
    let problem = try Self.problem()
    let place = try Bench()
    let archive = try place.sketch(problem, directions: 3, degree: 2)
    let benches = try (1...2).map { try Bench(source($0), manifest(signature, arguments)) }
    func measure(_ scale: Int) throws -> SketchMeasurement {
      let bench = benches[scale - 1]
      let target = try MeasuredQuery(
        computed: bench.measurement("m"),
        query: Record(text: "emma"),
        text: "emma",
        on: problem
      )
      #expect(target.outputCount == 2)
      return try SketchMeasurement(
        of: archive,
        target,
        parameters: problem.parameters,
        options: ExecutionOptions()
      )
    }
    let first = try measure(1)
    let interpolation = try #require(first.interpolation)
    #expect(interpolation.relativeError < 1e-9 && interpolation.relativeError > 0)
    #expect(interpolation.radii[0] > 0 && interpolation.radii[0] <= interpolation.radii[1])
    let files = { try archive.store.list().filter { $0.hasPrefix("cache/") }.count }
    #expect(try files() == 1)
    let second = try measure(1)
    #expect(second.coefficients == first.coefficients)
    #expect(second.interpolation == first.interpolation)
    #expect(try files() == 1)
    // Another library of the same name and signature is another measurement.
    let third = try measure(2)
    #expect(try files() == 2)
    for (a, b) in zip(third.coefficients, first.coefficients) {
      for r in 0..<2 {
        #expect(a[0][r].distance(to: b[0][r]) < 1e-12)
        #expect(a[1][r].distance(to: Complex(2 * b[1][r].re, 2 * b[1][r].im)) < 1e-9)
      }
    }
  }

  @Test("a branch by real parts is followed on circles small enough, as exactly as is said")
  func branches() throws {
    let bench = try Bench(
      """
      double complex margin(const double complex *logits, size_t positions, size_t classes,
                            const int64_t *targets) {
        double complex total = 0;
        for (size_t p = 0; p < positions; p++) {
          const double complex *row = logits + p * classes;
          double complex largest = -INFINITY;
          for (size_t i = 0; i < classes; i++)
            if (i != (size_t)targets[p] && creal(row[i]) > creal(largest)) largest = row[i];
          total += row[targets[p]] - largest;
        }
        return total / positions;
      }
      LACUNA_SIGNATURE(double complex, margin, const double complex *logits, size_t positions,
                       size_t classes, const int64_t *targets);
      """,
      manifest(
        "complex f64 margin(const complex f64 *logits, size positions, size classes, const i64 *targets)",
        [
          "logits = output:logits", "positions = extent:0:output:logits",
          "classes = extent:1:output:logits", "targets = output:targets",
        ]
      )
    )
    let problem = try Self.problem()
    for seed in 0..<UInt64(Stress.count(3, all: 30)) {
      let jet = try Self.jet(problem, seed: seed)
      for query in ["emma", "jo"] {
        let target = try MeasuredQuery(
          computed: bench.measurement("m"),
          query: Record(text: query),
          text: query,
          on: problem
        )
        let found = try jet.jets(of: target)
        let traced = try jet.measure(Self.traced("margin", query, problem))
        for r in 0..<3 {
          let error = found.tangents[0][0][r].distance(to: traced.tangents[r])
          let said = try #require(found.accuracy?[0][0][r].error)
          let size = traced.tangents[r].size
          #expect(error <= 10 * said, "\(query), seed \(seed), degree \(r + 1)")
          #expect(error <= 1e-6 * size, "\(query), seed \(seed), degree \(r + 1)")
        }
      }
    }
  }

  @Test("sketches in single precision are measured as exactly as they are")
  func singlePrecision() throws {
    let bench = try Bench(example: "foreign-measurements")
    let problem = try Self.problem()
    let jet = try JetOfTraining(
      problem,
      direction: Directions.random(seed: 8).direction(0, units: problem.unitCount),
      degree: 2,
      options: ExecutionOptions(precision: .float32)
    )
    for name in ["loss", "probability", "entropy"] {
      let foreign = try jet.measure(
        MeasuredQuery(
          computed: bench.measurement("c-\(name)"),
          query: Record(text: "emma"),
          text: "emma",
          on: problem
        )
      )
      let traced = try jet.measure(Self.traced(name, "emma", problem))
      #expect(abs(foreign.base - traced.base) <= 1e-5 * traced.base)
      for (a, b) in zip(foreign.tangents, traced.tangents) {
        #expect(a.distance(to: b) <= 1e-3 * b.size)
      }
    }
  }

  @Test("what is not real on real models is refused")
  func notReal() throws {
    let bench = try Bench(
      """
      double complex f(const double complex *x) { return csqrt(-1 - x[0] * x[0]); }
      LACUNA_SIGNATURE(double complex, f, const double complex *x);
      """,
      manifest("complex f64 f(const complex f64 *x)", ["x = output:logits"])
    )
    let problem = try Self.problem()
    let jet = try Self.jet(problem, seed: 1)
    let target = try MeasuredQuery(
      computed: bench.measurement("m"),
      query: Record(text: "emma"),
      text: "emma",
      on: problem
    )
    let text = message { _ = try jet.measure(target) }
    #expect(text.contains("for real numbers, expected a real number"), "\(text)")
  }

  @Test("what is not analytic, or declared real, says so on jets")
  func onlyForRealModels() throws {
    let bench = try Bench(
      """
      double complex f(const double complex *x, size_t n) { return cabs(x[0]) + creal(x[n - 1]); }
      LACUNA_SIGNATURE(double complex, f, const double complex *x, size_t n);
      """,
      manifest(
        "complex f64 f(const complex f64 *x, size n)",
        ["x = output:logits", "n = count:output:logits"]
      )
    )
    let problem = try Self.problem()
    let jet = try Self.jet(problem, seed: 1)
    func target() throws -> MeasuredQuery {
      try MeasuredQuery(
        computed: bench.measurement("m"),
        query: Record(text: "emma"),
        text: "emma",
        on: problem
      )
    }
    #expect(message { _ = try jet.measure(target()) }.contains("not analytic around the undeleted"))
    try bench.compile(
      """
      double f(const double *x, size_t n) { return fabs(x[0]) + x[n - 1]; }
      LACUNA_SIGNATURE(double, f, const double *x, size_t n);
      """,
      name: "real"
    )
    let real = manifest(
      "f64 f(const f64 *x, size n)",
      ["x = output:logits", "n = count:output:logits"],
      more: #", "real": true"#,
      library: #""library": "libreal.so""#
    )
    try bench.write(real)
    #expect(
      message { _ = try jet.measure(target()) }.contains("is declared for real numbers alone")
    )
    let base = Dictionary(uniqueKeysWithValues: jet.parameters.map { ($0.name, $0.primal) })
    let values = try Measurer(
      target(),
      parameters: problem.parameters,
      base: base,
      ring: .lanes,
      options: ExecutionOptions()
    ).values([base])
    #expect(values[0][0].isFinite)
    try bench.write(real.replacing(#", "real": true"#, with: ""))
    #expect(
      message { _ = try target() }.contains("output:logits is complex when predicting")
    )
  }
}

extension Bench {
  /// A sketch in the folder.
  func sketch(_ problem: TrainingProblem, directions: Int, degree: Int) throws -> SketchArchive {
    let store = DirectoryStore(path: path("sketch"))
    let manifest = SketchManifest(
      learner: .init(name: problem.name, version: "1.0", configuration: [:]),
      data: .init(
        path: problem.dataset.path,
        digest: problem.dataset.digest,
        format: problem.dataset.format,
        examples: problem.dataset.count,
        units: problem.unitCount
      ),
      training: .init(steps: problem.stepCount),
      expansion: .init(degree: degree, seed: 11),
      parameters: problem.parameters.map { .init(name: $0.name, shape: $0.shape) }
    )
    let precompute = try Precompute(
      problem,
      directions: .random(seed: 11),
      degree: degree,
      options: ExecutionOptions()
    )
    let archive = Box<SketchArchive?>(nil)
    try precompute.run([0..<directions]) { base in
      archive.value = try SketchArchive.create(
        in: store,
        manifest: manifest,
        baseState: base,
        programs: []
      )
    } onShard: { shard in
      _ = try archive.value?.append(shard)
    }
    guard let made = archive.value else { throw Failure(output: "no sketch") }
    return made
  }

  private final class Box<Value>: @unchecked Sendable {
    var value: Value
    init(_ value: Value) { self.value = value }
  }
}
