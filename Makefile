# What people do with Lacuna. `make` alone builds it.

SWIFT  ?= swift
PREFIX ?= /usr/local
DEMO   := .build/demo

.PHONY: build install uninstall demo test bench stress lint clean prerequisites

build: prerequisites
	$(SWIFT) build -c release

# The program, its plugins, and what plugins of others are made from. DESTDIR is honoured.
install: build
	.ci/install .build/release "$(PREFIX)"

uninstall:
	.ci/install --remove "$(PREFIX)"

# A thousand names sketched, a deletion predicted, and the truth beside it. It needs few of the plugins.
demo: prerequisites
	for product in lacuna microgpt standard; do \
	  $(SWIFT) build -c release --product $$product || exit; \
	done
	.ci/demo .build/release/lacuna Examples/first-names.txt $(DEMO)

# Everything that is checked without a clock: formatting, sizes, all tests.
test: prerequisites lint
	$(SWIFT) build --build-tests
	@if command -v python3 >/dev/null; then SWIFT="$(SWIFT)" .ci/sdk-reference --check .build/debug; \
	else echo "skipped: no python3; whether Docs/SDKReference.md is up to date is not checked"; fi
	. .ci/python && $(SWIFT) test --skip-build --disable-xctest
	SWIFT="$(SWIFT)" .ci/templates .build/debug

# The same tests with more cases and longer runs.
stress: prerequisites
	$(SWIFT) build --build-tests
	. .ci/python && LACUNA_STRESS=1 $(SWIFT) test --skip-build --disable-xctest

# Speed, against the machine's peak and against jitted JAX.
bench: build
	Benchmarks/run

lint:
	.ci/lint

prerequisites:
	@.ci/prerequisites "$(SWIFT)"

clean:
	$(SWIFT) package clean
	rm -rf $(DEMO)
