# The commands of the project. `make help` lists them.

GO ?= go
STATICCHECK = $(GO) run honnef.co/go/tools/cmd/staticcheck@v0.8.2

.PHONY: help build test test-race lint bench fuzz golden run lexicons names screenshots accessibility smoke chaos chaos-short

help: ## this list
	@grep -hE '^[a-z-]+:.*##' $(MAKEFILE_LIST) | sed 's/:.*##/\t/' | expand -t 14

build: ## the programs, into ./bin
	$(GO) build -o bin/ ./cmd/...

test: ## vet, all tests, the tests of what runs at once under the race detector
	$(GO) vet ./...
	$(GO) test -vet=off ./...
	$(GO) test -vet=off -race -short ./pkg/...

lint: ## go vet and staticcheck
	$(GO) vet ./...
	$(STATICCHECK) ./...

bench: ## speed and allocations
	$(GO) test -run '^$$' -bench . -benchmem ./pkg/...

fuzz: ## every fuzz target for 20 seconds
	@for f in $$(grep -rloE '^func Fuzz' --include='*_test.go' pkg cmd); do \
	  for t in $$(grep -oE '^func Fuzz[A-Za-z0-9]*' $$f | cut -c6-); do \
	    echo "$$t in $$(dirname $$f)"; $(GO) test -run '^$$' -fuzz "^$$t$$" -fuzztime 20s ./$$(dirname $$f) || exit 1; done; done

golden: ## write the golden records anew; read the diff before you commit it
	$(GO) test ./pkg/extract -run Golden -update

run: ## the six example articles through the whole pipeline
	$(GO) run ./cmd/isnad run examples/articles

lexicons: ## write the generated tables anew from pinned packages (npm, apt-get)
	$(GO) run ./lexicons/generate

names: ## learn the model of names anew: after a change of tables or rules; NAMES=annotated sentences (see lexicons/SOURCES.tsv)
	$(GO) run ./cmd/isnad train-names --out lexicons/ar/names.model $(NAMES)

screenshots: ## pictures of the pages, into docs/screenshots; needs Chromium and Arabic fonts
	@mkdir -p docs/screenshots
	$(GO) test ./pkg/web/page -run '^TestShots$$' -count 1 -args -shots $(CURDIR)/docs/screenshots

accessibility: ## the pages under the rules of axe-core; needs Chromium and npm
	@d=$$(mktemp -d) && npm pack --silent --pack-destination $$d axe-core@4 >/dev/null && tar -xzf $$d/axe-core-4*.tgz -C $$d && \
	  ISNAD_AXE=$$d/package/axe.min.js $(GO) test ./pkg/web/page -run '^TestAxe$$' -count 1 -v; code=$$?; rm -r $$d; exit $$code

smoke: ## the containers, as docker-compose.yml says, while each is killed in turn; needs root and Docker
	deploy/smoke.sh

chaos: ## break a whole deployment in every way, for hours, and count what was lost, doubled or altered; needs root, Linux and PostgreSQL
	$(GO) run ./cmd/chaos long

chaos-short: ## the same in a few minutes
	$(GO) run ./cmd/chaos short
