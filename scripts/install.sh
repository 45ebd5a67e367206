#!/usr/bin/env bash
# Makes .venv and installs Familiar into it; the optional argument names extras ("train,dev").
# torch goes first and alone: a resolver that sees it among others may take a build with CUDA, of several gigabytes.
set -euo pipefail
cd "$(dirname "$0")/.."
extras=${1:-}
say() { printf '\033[1m%s\033[0m\n' "$*"; }

python=$(command -v python3.11 || true)
[ -n "$python" ] || { say "Python 3.11 is needed: apt-get install python3.11 python3.11-venv"; exit 1; }
[ -x .venv/bin/python ] || { say "[1/3] virtual environment"; "$python" -m venv .venv; }
say "[2/3] torch (CPU build where there is one; about 200 MB)"
.venv/bin/python -c 'import torch' 2>/dev/null || .venv/bin/pip install --progress-bar on -q "torch==2.13.0"
say "[3/3] the other libraries${extras:+ and those for $extras} (about 2 GB on disk)"
.venv/bin/pip install --progress-bar on -q -e ".${extras:+[$extras]}"
say "Installed: $(du -sh .venv | cut -f1)"
