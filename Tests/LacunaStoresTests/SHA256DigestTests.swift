import LacunaStores
import Testing

@Suite struct SHA256DigestTests {
  @Test func `digests are those of the standard's examples`() {
    // FIPS 180-2, appendix B.1, and the empty message.
    #expect(
      SHA256Digest.of("abc")
        == "sha256:ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad"
    )
    #expect(
      SHA256Digest.of([])
        == "sha256:e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"
    )
  }
}
