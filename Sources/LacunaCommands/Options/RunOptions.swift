import ArgumentParser
import LacunaExecution
import LacunaSketching

/// What a precompute is of, but for learner, data and store.
struct RunOptions: ParsableArguments {
  @Option(
    name: .customLong("config"),
    help: ArgumentHelp(
      "A setting of the learner. May be given several times.",
      valueName: "key=value"
    )
  )
  var settings: [String] = []

  @Option(help: "Train on the first so many records. (default: all)")
  var examples: Int?

  @OptionGroup var grouping: UnitOptions

  @Option(help: "Training steps. (default: one epoch)")
  var steps: Int?

  @Option(help: "Directions the sketch will have. (default: 64, or all of a directions file)")
  var directions: Int?

  @Option(
    name: .customLong("degree"),
    help: "Degree of the jets. (default: 3; of 'stability' 100)"
  )
  var givenDegree: Int?

  @Option(help: "Seed of the directions, and of the initial state where none is given.")
  var seed: UInt64 = 0

  @Option(help: "Floating-point format, f64 or f32.")
  var precision: Precision = .float64

  @Option(
    name: .customLong("initial-state"),
    help: ArgumentHelp("The state to begin with, as safetensors.", valueName: "file")
  )
  var initialState: String?

  @Option(
    name: .customLong("directions-file"),
    help: ArgumentHelp(
      "Directions as safetensors: a tensor 'directions' [K, n, 2].",
      valueName: "file"
    )
  )
  var directionsFile: String?

  @Option(
    name: .customLong("shard-size"),
    help: "Directions a shard: what an interruption can lose. Changes no result."
  )
  var shardSize: Int = 64

  /// The degree of the jets of a sketch.
  var degree: Int { givenDegree ?? 3 }

  /// More directions, or steps, than anybody will compute.
  private static let mostDirections = 10_000_000

  func validate() throws {
    for (name, value) in [("--directions", directions ?? 1), ("--shard-size", shardSize)]
    where !(1...Self.mostDirections ~= value) {
      throw ValidationError("\(name) is \(value), expected 1 to \(Self.mostDirections)")
    }
    if let steps, steps > Self.mostDirections {
      throw ValidationError("--steps is \(steps), expected at most \(Self.mostDirections)")
    }
    guard 1...1000 ~= degree else {
      throw ValidationError("--degree is \(degree), expected 1 to 1000")
    }
  }
}

/// All that says what a precompute computes, and how it uses the machine.
struct RunRequest {
  let learner: String
  let data: String
  let options: RunOptions
  let machine: MachineOptions

  /// Directions cut into shards.
  func shards(_ ranges: [Range<Int>]) -> [Range<Int>] {
    ranges.flatMap { range in
      stride(from: range.lowerBound, to: range.upperBound, by: options.shardSize).map {
        $0..<($0 + min(options.shardSize, range.upperBound - $0))
      }
    }
  }
}
