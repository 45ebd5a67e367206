#!/usr/bin/env bash
# Serves a model folder with the vLLM of .venv-vllm, on loopback, in the foreground, until it is told to stop.
#     scripts/serve_vllm.sh models/pocket/vlm [PORT] [more vLLM options]
# The folder as it is given here is the name of the model there: GENERATOR_MODEL.
# One thread, on whichever core is free; VLLM_CPU_OMP_THREADS_BIND=0-7 takes those cores. VLLM_API_KEY, where set, is
# asked of every request under /v1.
set -euo pipefail
cd "$(dirname "$0")/.."

MODEL=${1:?which model folder?}
PORT=${2:-8000}
[[ -x .venv-vllm/bin/python ]] || { echo "There is no .venv-vllm yet: make vllm-cpu" >&2; exit 1; }

export VLLM_CPU_OMP_THREADS_BIND=${VLLM_CPU_OMP_THREADS_BIND:-nobind}
export VLLM_CPU_KVCACHE_SPACE=${VLLM_CPU_KVCACHE_SPACE:-1}  # GiB
export OMP_NUM_THREADS=1 TOKENIZERS_PARALLELISM=false
export HF_HUB_OFFLINE=1 VLLM_NO_USAGE_STATS=1 DO_NOT_TRACK=1
export VLLM_MEDIA_URL_ALLOW_REDIRECTS=0
export VLLM_HOST_IP=127.0.0.1  # its own processes talk over loopback too

# The `vllm` command looks for a package of that name, which the CPU build does not have; the module works.
# float32: half precision is slower on a CPU and differs from the trainer's numbers. Blocks of 32 tokens, so that short
# prompts share a prefix. No compilation: it costs a minute at start and gives nothing at this size.
exec .venv-vllm/bin/python -m vllm.entrypoints.openai.api_server \
    --model "$MODEL" --host 127.0.0.1 --port "$PORT" \
    --dtype float32 --enforce-eager --block-size 32 --max-num-seqs 32 \
    --limit-mm-per-prompt '{"image": 64, "video": 0, "audio": 0}' --no-enable-log-requests --disable-uvicorn-access-log \
    "${@:3}"
