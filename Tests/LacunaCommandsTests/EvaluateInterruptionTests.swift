import Foundation
import LacunaStores
import Testing

/// `evaluate` that is cut short in the middle of its retrains.
struct EvaluateInterruptionTests {
  private struct Index: Decodable {
    struct Model: Decodable {
      let bytes: Int
      let digest: String
    }
    let models: [String: Model]
  }

  /// As many sets as are retrained and kept in two pieces.
  private let question = ["--k", "3", "--sets", "120", "--threads", "1", "--points"]

  @Test(arguments: [SIGTERM, SIGKILL])
  func theBankIsWholeAndTheNextRunContinues(_ number: Int32) throws {
    let workshop = try Workshop()
    try Recipe.with {
      $0.steps = 60
      $0.directions = 4
      $0.degree = 1
    }.make(in: workshop)
    let command = ["evaluate", "names.sketch", "--query", "max", "--format", "json"] + question
    let child = try Lacuna.start(command, in: workshop)
    let index = "names.sketch/retrains/index.json"
    #expect(child.waits { FileManager.default.fileExists(atPath: workshop.path(index)) })
    child.signal(number)
    let outcome = try child.wait()
    #expect(outcome.output.isEmpty)
    if number == SIGKILL {
      #expect(outcome.code == 128 + SIGKILL)
    } else {
      #expect(outcome.code == 75 && outcome.errors.contains("interrupted"), "\(outcome.errors)")
      #expect(!workshop.contents().keys.contains { $0.contains(".tmp-") })
    }
    // Every retrain that is listed is there, bit by bit.
    let kept = try JSONDecoder().decode(Index.self, from: Data(workshop.read(index))).models
    for (name, model) in kept {
      let bytes = try workshop.read("names.sketch/retrains/\(name).safetensors")
      #expect(bytes.count == model.bytes && SHA256Digest.of(bytes) == model.digest)
    }

    let rest = try workshop.evaluate(question)
    #expect(!kept.isEmpty && rest.retrained > 0)
    #expect(rest.bank.retrains == kept.count + rest.retrained)
    #expect(!workshop.contents().keys.contains { $0.contains(".tmp-") })
    // What was read from the bank is what a run gives that was never stopped.
    let whole = try workshop.evaluate(question + ["--bank", "whole"])
    #expect(whole.retrained == rest.bank.retrains && whole.protocols == rest.protocols)
  }
}
