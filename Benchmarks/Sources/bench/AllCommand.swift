import ArgumentParser
import Foundation
import LacunaExecution

/// Prints all figures in one run.
struct AllCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "all",
    abstract: "All figures in one run: what `make bench` prints."
  )

  @OptionGroup var place: Place
  @OptionGroup var options: RunOptions

  func run() throws {
    print(
      "instruction set \(InstructionSet.best.name), "
        + "\(ProcessInfo.processInfo.activeProcessorCount) cores, caches "
        + Machine.caches.map { "\($0.name) \($0.bytes >> 10) KiB" }.joined(separator: ", ") + "\n"
    )
    var precompute = PrecomputeCommand()
    precompute.place = place
    precompute.options = options
    precompute.workload = []
    try precompute.run()
    if options.instructionSet == .avx512 {
      var forced = precompute
      forced.options.instructionSet = .avx2
      forced.options.threads = [1]
      forced.place.python = nil
      try forced.run()
    }
    var retrain = RetrainCommand()
    retrain.place = place
    retrain.options = options
    retrain.sets = 256
    retrain.steps = nil
    try retrain.run()
    var overhead = OverheadCommand()
    overhead.place = place
    overhead.options = options
    overhead.directions = 512
    try overhead.run()
    var scaling = ScalingCommand()
    scaling.place = place
    scaling.options = options
    scaling.degree = 8
    scaling.steps = 250
    scaling.blocks = 4
    try scaling.run()
    var predict = PredictCommand()
    predict.place = place
    predict.options = options
    predict.directions = 512
    predict.sets = 100_000
    predict.units = 20
    try predict.run()
  }
}
