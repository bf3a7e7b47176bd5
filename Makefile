# make demo: the example shop with the stand-in.   make test: everything that CI runs.
.PHONY: demo demo-django demo-fastapi test lint types unit browser cache scale scripts picture clean

PYTHON ?= python3
BIN := .venv/bin
export PIP_DISABLE_PIP_VERSION_CHECK := 1
# Where it runs as root on Debian, what the system lacks is installed.
APT := $(if $(and $(filter 0,$(shell id -u)),$(shell command -v apt-get)),apt-get,)

demo: .venv/demo
	@echo "The shop opens at http://127.0.0.1:5000/"
	$(BIN)/flask --app examples.flask_shop.app run --port 5000

demo-django: .venv/demo-django
	@echo "The shop opens at http://127.0.0.1:8000/"
	$(BIN)/python -m examples.django_shop

demo-fastapi: .venv/demo-fastapi
	@echo "The shop opens at http://127.0.0.1:8000/"
	$(BIN)/uvicorn examples.fastapi_shop.app:app --port 8000

test: lint types unit browser cache

lint: .venv/test
	$(BIN)/ruff format --check .
	$(BIN)/ruff check .

types: .venv/test
	$(BIN)/mypy

unit: .venv/test
	$(BIN)/pytest --ignore=tests/browser --ignore=tests/cache

browser: .venv/test .venv/browsers
	$(BIN)/pytest tests/browser

cache: .venv/test .venv/caches
	$(BIN)/pytest tests/cache

# The figures of docs/scale.md.
scale: .venv/test .venv/caches
	$(BIN)/python -m benchmarks.scale

# What pages get, from what people read.
scripts: .venv/test
	$(BIN)/python tools/minify_scripts.py

picture: .venv/test .venv/browsers
	$(BIN)/python -m tools.take_picture

clean:
	rm -rf .venv build dist .mypy_cache .pytest_cache .ruff_cache .hypothesis

.venv/bin/python:
	@$(PYTHON) -c 'import ensurepip, venv' 2>/dev/null || { $(if $(APT),apt-get update -qq && apt-get install -y -qq python3-venv,echo "install Python's venv module (Debian: python3-venv)" >&2; false); }
	$(PYTHON) -m venv .venv
	$(BIN)/python -m pip install --quiet --upgrade 'pip>=25.1'

.venv/demo .venv/demo-django .venv/demo-fastapi .venv/test: .venv/%: pyproject.toml .venv/bin/python
	$(BIN)/python -m pip install --quiet --editable . --group $*
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
