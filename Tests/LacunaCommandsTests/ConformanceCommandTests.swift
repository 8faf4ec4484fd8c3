import Foundation
import FoundationXML
import Testing

/// The command `lacuna plugins test`.
struct ConformanceCommandTests {
  /// A library that exports a helper, and ends the process of whoever loads it.
  private static let crashing = #"""
    #include <stdio.h>
    #include <stdlib.h>
    int helper(void) { return 1; }
    __attribute__((constructor)) static void load(void) {
      fputs("dying: \001 <&> ]]> \377\n", stderr);
      abort();
    }
    """#

  private struct Answer: Decodable {
    struct Library: Decodable { let checks: [Check] }
    struct Check: Decodable {
      let id, outcome, severity, reproduce: String
      let message, output: String?
      let fails: Bool
    }
    let fails: Bool
    let libraries: [Library]
    var checks: [Check] { libraries.flatMap(\.checks) }
  }

  private func crash() throws -> Workshop {
    let workshop = try Workshop()
    try workshop.compile("crash", Self.crashing)
    return workshop
  }

  @Test func aLibraryThatCrashesIsAFindingAndNothingElseIsTried() throws {
    let workshop = try crash()
    let outcome = try Lacuna.run(
      ["plugins", "test", "./libcrash.so", "--format", "json"],
      in: workshop
    )
    #expect(outcome.code == 65 && outcome.errors.isEmpty, "\(outcome.errors)")
    let answer = try JSONDecoder().decode(Answer.self, from: Data(outcome.output.utf8))
    #expect(answer.fails)
    let loads = try #require(answer.checks.first { $0.id == "library/loads" })
    #expect(loads.outcome == "crash" && loads.fails)
    #expect(loads.message?.contains("SIGABRT") == true)
    #expect(loads.output?.hasPrefix("dying: ") == true)
    let others = answer.checks.filter { !$0.id.hasPrefix("library/") }
    #expect(!others.isEmpty && others.allSatisfy { $0.outcome == "not-applicable" })
    let entry = answer.checks.first { $0.id == "library/entry-symbol" }
    #expect(entry?.message == "there is no symbol lacuna_plugin_entry")
  }

  @Test func theCommandOfAFindingShowsItAgain() throws {
    let workshop = try crash()
    let first = try Lacuna.run(
      ["plugins", "test", "./libcrash.so", "--format", "json", "--seed", "5"],
      in: workshop
    )
    let answer = try JSONDecoder().decode(Answer.self, from: Data(first.output.utf8))
    let findings = answer.checks.filter { $0.message != nil && $0.outcome != "not-applicable" }
    #expect(findings.count >= 3)
    for finding in findings.prefix(3) {
      #expect(finding.reproduce.hasSuffix("--check \(finding.id) --seed 5"))
      let again = try Lacuna.run(
        script: finding.reproduce.replacing(
          "lacuna plugins",
          with: "\"$1\" plugins",
          maxReplacements: 1
        )
          + " --fail-on note",
        [],
        in: workshop
      )
      #expect(again.code == 65)
      #expect(again.output.contains(finding.message ?? "?"), "\(again.output)")
    }
  }

  @Test func severitiesDecideTheExitCode() throws {
    let workshop = try crash()
    let check = ["plugins", "test", "./libcrash.so", "--check", "library/only-export"]
    for (severity, code) in [("must", 0), ("should", 65), ("note", 65)] {
      let outcome = try Lacuna.run(check + ["--fail-on", severity], in: workshop)
      #expect(outcome.code == Int32(code) && outcome.output.contains("SHOULD library/only-export"))
    }
    #expect(try Lacuna.run(check, in: workshop).code == 0)
  }

  @Test func jUnitIsWellFormedWhateverAPluginWrites() throws {
    let workshop = try crash()
    let outcome = try Lacuna.run(
      ["plugins", "test", "./libcrash.so", "microgpt", "--check", "library", "--format", "junit"],
      in: workshop
    )
    #expect(outcome.code == 65)
    let document = try XMLDocument(xmlString: outcome.output)
    let suites = document.rootElement()?.elements(forName: "testsuite") ?? []
    #expect(suites.count == 2)
    for suite in suites {
      let cases = suite.elements(forName: "testcase")
      #expect(suite.attribute(forName: "tests")?.stringValue == "\(cases.count)")
      let failures = cases.flatMap { $0.elements(forName: "failure") }
      #expect(suite.attribute(forName: "failures")?.stringValue == "\(failures.count)")
      let skipped = cases.flatMap { $0.elements(forName: "skipped") }
      #expect(suite.attribute(forName: "skipped")?.stringValue == "\(skipped.count)")
    }
    let failures = suites.map { suite in
      suite.elements(forName: "testcase").flatMap { $0.elements(forName: "failure") }
    }
    #expect(failures[0].contains { $0.stringValue?.contains("dying: \u{FFFD} <&> ]]>") == true })
    #expect(failures[1].isEmpty)
  }

  @Test func whatAPluginWritesDoesNotReachTheTerminal() throws {
    let workshop = try Workshop()
    try workshop.compile(
      "paint",
      #"""
      #include <stdio.h>
      #include <stdlib.h>
      __attribute__((constructor)) static void load(void) {
        fputs("\033[2J\033]0;title\007 \r \u202e tab\t end\n", stderr);
        abort();
      }
      """#
    )
    let outcome = try Lacuna.run(
      ["plugins", "test", "./libpaint.so", "--check", "library/loads"],
      in: workshop
    )
    #expect(outcome.code == 65)
    #expect(
      outcome.output.contains(#"\u{1b}[2J\u{1b}]0;title\u{7} \u{d} \u{202e} tab"# + "\t end"),
      "\(outcome.output)"
    )
    let controls = outcome.output.unicodeScalars.filter { $0.value < 0x20 && $0 != "\n" }
    #expect(Set(controls) == ["\t"])
  }

  @Test func theTimeOutIsAChoice() throws {
    let workshop = try Workshop()
    try workshop.compile(
      "spin",
      "__attribute__((constructor)) static void load(void) { for (volatile int turn = 0;; turn++); }"
    )
    let outcome = try Lacuna.run(
      ["plugins", "test", "./libspin.so", "--check", "library/loads", "--timeout", "1"],
      in: workshop
    )
    #expect(outcome.code == 65)
    #expect(outcome.output.contains("did not end within 1 s and was killed; --timeout"))
    #expect(outcome.output.contains("--check library/loads --seed 0 --timeout 1\n"))
  }

  @Test func theCommandOfAFindingWorksInAnyFolder() throws {
    let workshop = try crash()
    let outcome = try Lacuna.run(
      ["plugins", "test", "./libcrash.so", "--data", "names.txt", "--check", "library/loads"],
      in: workshop
    )
    let line = outcome.output.split(separator: "\n").first { $0.contains("reproduce: ") } ?? ""
    #expect(line.contains("--data ") && !line.contains("--data names.txt"), "\(outcome.output)")
    let command = line.drop { $0 != ":" }.dropFirst(2).drop { $0 != " " }.dropFirst()
    let again = try Lacuna.run(
      script: #"cd / && eval "exec \"\$1\" $2""#,
      [String(command)],
      in: workshop
    )
    #expect(again.code == 65 && again.output.contains("SIGABRT"), "\(again.errors)")
  }

  @Test func checksAreListedAndChosen() throws {
    let workshop = try Workshop()
    let list = try Lacuna.run(["plugins", "test", "--list"], in: workshop)
    #expect(list.code == 0 && list.output.hasPrefix("library/loads   must, clause 1.3: "))
    let some = try Lacuna.run(
      ["plugins", "test", "--list", "--check", "cases", "--check", "library/loads"],
      in: workshop
    )
    let names = some.output.split(separator: "\n").compactMap { $0.split(separator: " ").first }
    #expect(
      names.first == "library/loads" && names.dropFirst().allSatisfy { $0.hasPrefix("cases/") }
    )
    #expect(names.count > 3)
  }

  @Test func wrongCommandLinesAreUsageErrors() throws {
    let workshop = try Workshop()
    let cases: [(arguments: [String], code: Int32, message: String)] = [
      ([], 64, "name at least one plugin"),
      (["microgpt", "--check", "librry"], 64, "Did you mean 'library'?"),
      (["microgpt", "--config", "a=1"], 64, "--config and --examples go with --data"),
      (
        ["microgpt", "--data", "names.txt", "--examples", "0"], 64, "--examples must be at least 1"
      ),
      (["microgpt", "--fail-on", "never"], 64, "fail-on"),
      (["micrgpt"], 69, "Did you mean 'microgpt'?"),
      (["microgpt", "--timeout", "0"], 64, "--timeout is 0, expected 1 to 86400 seconds"),
      (["./nothing.so"], 69, "there is no file"),
      (["libmine.so"], 69, "Did you mean the file './libmine.so'?"),
    ]
    try workshop.write("libmine.so", "not a library")
    for (arguments, code, message) in cases {
      let outcome = try Lacuna.run(["plugins", "test"] + arguments, in: workshop)
      #expect(outcome.code == code, "\(arguments)")
      #expect(outcome.errors.contains(message) && outcome.output.isEmpty, "\(outcome.errors)")
    }
  }

  @Test func dataOfOnesOwnIsUsed() throws {
    let workshop = try Workshop()
    let material = ["--config", "embedding=4", "--config", "heads=2", "--examples", "5"]
    let good = try Lacuna.run(
      ["plugins", "test", "microgpt", "--check", "trace/verified", "--data", "names.txt"]
        + material,
      in: workshop
    )
    #expect(good.code == 0 && good.output.contains("ok    trace/verified"), "\(good.output)")
    let faults = [
      (["--data", "names.txt", "--config", "layers=0"], "configuration: layers is 0"),
      (["--data", "names.txt", "--config", "heads=3"], "heads is 3, expected a divisor"),
      (["--data", "names.txt", "--config", "layer=1"], "Did you mean 'layers'?"),
      (["--data", "nowhere.txt"], "there is no such file"),
    ]
    for (arguments, message) in faults {
      let bad = try Lacuna.run(["plugins", "test", "microgpt"] + arguments, in: workshop)
      #expect(bad.code == 65 && bad.output.isEmpty && bad.errors.contains(message), "\(bad.errors)")
    }
  }

  @Test func checksRunInTheProcessForADebugger() throws {
    let workshop = try crash()
    let check = ["plugins", "test", "--in-process", "--check", "library/loads"]
    let good = try Lacuna.run(check + ["microgpt"], in: workshop)
    #expect(good.code == 0 && good.output.contains("ok    library/loads"))
    // A crash is then a crash: 128 and the number of SIGABRT.
    let script = "exec \"$@\" 2>/dev/null"
    let bad = try Lacuna.run(script: script, check + ["./libcrash.so"], in: workshop)
    #expect(bad.code == 134)
  }

  @Test func theChildsSideIsForLacunaAlone() throws {
    let workshop = try Workshop()
    let outcome = try Lacuna.run(["plugins", "check-one"], in: workshop)
    #expect(outcome.code == 70 && outcome.errors.contains("this command is for Lacuna itself"))
    let help = try Lacuna.run(["plugins", "--help"], in: workshop)
    #expect(help.output.contains("test") && !help.output.contains("check-one"))
  }
}
