import LacunaPluginKit

// fault: it takes blobs for text
// check: store/round-trip
// also: store/*
final class KeepsText: Files, StorePlugin {
  static let descriptor = StoreDescriptor(name: "text", summary: "keeps-text", version: "1")

  override func write(_ name: String, _ bytes: [UInt8]) throws {
    try super.write(name, Array(String(decoding: bytes, as: UTF8.self).utf8))
  }
}
