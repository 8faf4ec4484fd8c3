import ArgumentParser
import Foundation
import LacunaPluginHost

/// The command `lacuna plugins serve`: the child process in which a plugin runs.
struct PluginsServeCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "serve",
    abstract: "Runs a plugin for a parent process; Lacuna starts it itself.",
    shouldDisplay: false
  )

  func run() throws {
    // A plugin that hangs must not outlive the command that asked for it.
    let channel = try ChildSide.begin { _exit($0) }
    try WorkerService(channel).run()
  }
}
