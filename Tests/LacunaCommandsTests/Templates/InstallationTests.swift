import Foundation
import LacunaProtocols
import Testing

@testable import LacunaCommands

struct InstallationTests {
  @Test func anInstalledProgramLooksBelowItsPrefix() throws {
    let workshop = try Workshop()
    for folder in ["bin", "share/lacuna/templates", "share/lacuna/sdk", "Templates", "SDK"] {
      try workshop.makeFolder(folder)
    }
    let found = try Installation(executable: workshop.path("bin/lacuna"))
    #expect(found.executable == workshop.path("bin/lacuna"))
    #expect(found.templates == workshop.path("share/lacuna/templates"))
    #expect(found.sdk == workshop.path("share/lacuna/sdk"))
    #expect(found.headers == workshop.path("include"))
  }

  @Test func aBuiltProgramLooksInItsCheckout() throws {
    let workshop = try Workshop()
    for folder in [".build/machine/debug", "Templates", "SDK", ".build/Templates"] {
      try workshop.makeFolder(folder)
    }
    let found = try Installation(executable: workshop.path(".build/machine/debug/lacuna"))
    #expect(found.templates == workshop.path("Templates"))
    #expect(found.sdk == workshop.path("SDK"))
    #expect(found.headers == workshop.path("SDK/Sources/CLacunaABI/include"))
  }

  @Test func aProgramElsewhereSaysWhereItLooked() throws {
    let workshop = try Workshop()
    let error = #expect(throws: TemplateError.self) {
      try Installation(executable: workshop.path("bin/lacuna"))
    }
    #expect(error?.category == .unavailable)
    #expect(
      error?.description.hasPrefix(
        "no templates in \(workshop.path("share/lacuna")) or the folders"
      )
        == true
    )
  }

  @Test func theCheckoutHasWhatIsPromised() throws {
    let found = try Installation(executable: packageRoot + "/.build/debug/lacuna")
    for path in [
      found.sdk + "/Package.swift", found.sdk + "/exports.map", found.headers + "/lacuna.h",
    ] {
      #expect(FileManager.default.fileExists(atPath: path), "\(path)")
    }
  }
}
