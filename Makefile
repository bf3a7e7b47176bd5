# make demo: the example shop with the mock SDK; PORT=5001 make demo where 5000 is taken.
# make test: what one machine's Python can run.
# make newest: the unit tests with the newest Django, which needs a newer Python than Debian 12 has.
.PHONY: demo demo-django demo-fastapi demo-litestar test lint types unit load browser cache newest origin-load speed docs links dist scripts screenshots page-cost xss compare-libraries fuzz mutants clean

PYTHON ?= python3
BIN := .venv/bin
export PIP_DISABLE_PIP_VERSION_CHECK := 1
# Where it runs as root on Debian, what the system lacks is installed.
APT := $(if $(and $(filter 0,$(shell id -u)),$(shell command -v apt-get)),apt-get,)

demo: PORT ?= 5000
demo-django demo-fastapi: PORT ?= 8000

demo: .venv/demo
	@echo "The shop opens at http://127.0.0.1:$(PORT)/"
	$(BIN)/flask --app examples.flask_shop.app run --port $(PORT)

demo-django: .venv/demo-django
	@echo "The shop opens at http://127.0.0.1:$(PORT)/"
	$(BIN)/python -m examples.django_shop runserver $(PORT)

demo-fastapi: .venv/demo-fastapi
	@echo "The shop opens at http://127.0.0.1:$(PORT)/"
	$(BIN)/uvicorn examples.fastapi_shop.app:app --port $(PORT)

demo-litestar: .venv/demo-litestar
	@echo "The shop opens at http://127.0.0.1:8000/"
	$(BIN)/uvicorn examples.litestar_shop.app:app --port 8000

test: lint types unit docs dist browser cache

lint: .venv/test
	$(BIN)/ruff format --check .
	$(BIN)/ruff check .
	$(BIN)/check-jsonschema --quiet --builtin-schema vendor.github-workflows .github/workflows/*.yml
	$(BIN)/check-jsonschema --quiet --builtin-schema vendor.dependabot .github/dependabot.yml

types: .venv/test
	$(BIN)/mypy

unit: .venv/test
	$(BIN)/pytest --numprocesses auto --dist worksteal --ignore=tests/browser --ignore=tests/cache --ignore=tests/stacks

# A hundred users at once in front of each framework's server, for longer than the unit tests do.
load: .venv/test
	LOAD_TEST_RESPONSES=100000 $(BIN)/pytest tests/conformance/test_load.py

browser: .venv/test .venv/browsers
	$(BIN)/pytest tests/browser

cache: .venv/test .venv/caches
	$(BIN)/pytest tests/cache

# Small sites with other packages, in a virtual environment of their own. `make compatibility` writes the page of docs/.
.PHONY: stacks compatibility
stacks: .venv-stacks/ready
	.venv-stacks/bin/pytest tests/stacks

compatibility: .venv-stacks/ready
	.venv-stacks/bin/pytest tests/stacks --write-compatibility --deselect tests/stacks/test_compatibility.py

# These four write the tables of docs/security.md.
xss: .venv/test .venv/browsers
	$(BIN)/python -m verification.xss

compare-libraries: .venv/benchmarks .venv/browsers
	$(BIN)/python -m verification.compare_libraries

fuzz: .venv/fuzz
	$(BIN)/python -m verification.fuzz

mutants: .venv/mutants
	$(BIN)/python -m verification.mutants

# The tables of docs/scale.md.
origin-load: .venv/test .venv/caches
	$(BIN)/python -m benchmarks.origin_load

# Where there is no Python 3.13, Debian 13 is made for it.
ifeq ($(shell python3.13 -c 'print("here")' 2>/dev/null),here)
newest: .venv/matrix
	$(BIN)/nox --session "unit(Python 3.13, Django 6.1)"
else
newest:
	tools/debian13 make newest
endif

# The tables and the chart of docs/speed.md.
speed: .venv/benchmarks
	$(BIN)/python -m benchmarks.speed

# The documentation site, with warnings as errors.
docs: .venv/test
	NO_MKDOCS_2_WARNING=1 $(BIN)/mkdocs build --quiet --strict

# The links that lead out of it, which needs the Internet; `make docs` looks at the others.
links: docs .venv/links
	$(BIN)/linkchecker --no-status --check-extern site/index.html

# What is published, checked as the index would.
dist: .venv/test
	rm -rf dist
	$(BIN)/python -m build --quiet
	$(BIN)/twine check --strict dist/*

# What pages get, from what people read.
scripts: .venv/test
	$(BIN)/python tools/minify_scripts.py

screenshots: .venv/test .venv/browsers
	$(BIN)/python -m tools.take_screenshots

# The tables and the chart of docs/page-cost.md. Takes 45 minutes on an idle machine.
page-cost: .venv/benchmarks .venv/browsers
	$(BIN)/python -m benchmarks.page_cost

clean:
	rm -rf .venv .venv-stacks .nox build dist mutants site .mypy_cache .pytest_cache .ruff_cache .hypothesis

.venv/bin/python:
	@$(PYTHON) -c 'import ensurepip, venv' 2>/dev/null || { $(if $(APT),apt-get update -qq && apt-get install -y -qq python3-venv,echo "install Python's venv module (Debian: python3-venv)" >&2; false); }
	$(PYTHON) -m venv .venv
	$(BIN)/python -m pip install --quiet --upgrade 'pip>=25.1'

.venv/demo .venv/demo-django .venv/demo-fastapi .venv/demo-litestar .venv/test .venv/matrix .venv/benchmarks .venv/fuzz .venv/mutants .venv/links: .venv/%: pyproject.toml .venv/bin/python
	$(BIN)/python -m pip install --quiet --editable . --group $*
	touch $@

.venv-stacks/ready: pyproject.toml .venv/bin/python
	$(BIN)/python -m venv .venv-stacks
	$(BIN)/python -m pip --python .venv-stacks install --quiet --editable . --group stacks
	touch $@

CACHES := nginx-light wrk
.venv/caches: .venv/test
	$(if $(APT),dpkg -s $(CACHES) >/dev/null 2>&1 || { apt-get update -qq && apt-get install -y -qq --no-install-recommends $(CACHES); },command -v nginx wrk || { echo "install nginx and wrk" >&2; false; })
	touch $@

# Debian's browsers where they can be installed, Playwright's own elsewhere.
BROWSERS := chromium firefox-esr webkit2gtk-driver libwebkit2gtk-4.1-0 xvfb xauth
.venv/browsers: .venv/test
	$(if $(APT),dpkg -s $(BROWSERS) >/dev/null 2>&1 || { apt-get update -qq && apt-get install -y -qq --no-install-recommends $(BROWSERS); },$(BIN)/playwright install chromium firefox webkit)
	touch $@
