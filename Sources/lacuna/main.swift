import Foundation
import LacunaCommands

exit(LacunaCommand.run(Array(CommandLine.arguments.dropFirst())))
