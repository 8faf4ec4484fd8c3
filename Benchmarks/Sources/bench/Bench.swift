import ArgumentParser

/// The figures of the project.
@main struct Bench: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "bench",
    abstract: "Measures Lacuna, as ratios to what the machine can do and to jitted JAX.",
    subcommands: [
      AllCommand.self, PrecomputeCommand.self, RetrainCommand.self, PredictCommand.self,
      OverheadCommand.self, ReverseCommand.self, ScalingCommand.self, ProfileCommand.self,
    ],
    defaultSubcommand: AllCommand.self
  )
}
