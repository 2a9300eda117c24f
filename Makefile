# `make run` and `make test` set up everything they need; `make help` lists the rest.
# Options for the program or for pytest go into ARGS: make run ARGS="--net cnn3"

VENV := .venv
BIN := $(VENV)/bin
ARGS ?=
DEMO_OUT ?= demo-out
# Tests wait for frames and devices most of the time: more of them at once than there are cores. Each
# process has a screen, a home and a MIDI server of its own; each takes 600 MB.
TEST_PROCESSES ?= 4

.PHONY: help setup run test lint bench demo wheel clean

help:  ## this list
	@sed -n 's/^\([a-z]*\):.*## /\1\t/p' Makefile | expand -t 10

setup:  ## the virtual environment in .venv, and the system libraries that Qt and OpenGL want
	@tools/setup.sh

run: setup  ## the program; without a screen, the demo on a virtual one
	@tools/run.sh $(ARGS)

demo: setup  ## a greedy player plays 60 subspaces; picture and numbers in demo-out/
	@tools/with_screen.sh $(BIN)/hudes-desktop demo --out $(DEMO_OUT) $(ARGS)

lint: setup  ## ruff, mypy, import-linter
	@tools/lint.sh

test: lint  ## lint, then the tests; ARGS="-m full" for the long ones
	@$(BIN)/python -m pytest -n $(TEST_PROCESSES) --dist worksteal $(ARGS)

bench: setup  ## every table in benchmarks/, ours beside the plain ways
	@tools/bench.sh $(ARGS)

wheel: setup  ## a wheel in dist/ that carries data and controller profiles
	@$(BIN)/python -m pip wheel --quiet --no-deps --no-build-isolation --wheel-dir dist .
	@ls dist/*.whl

clean:  ## removes what was made here, the virtual environment too
	rm -rf $(VENV) dist build $(DEMO_OUT) .coverage .hypothesis .mypy_cache .pytest_cache .ruff_cache \
		.import_linter_cache
	find src tests benchmarks tools -name __pycache__ -type d -prune -exec rm -rf {} +
