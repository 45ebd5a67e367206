# Familiar with its pocket models. PostgreSQL and a vLLM server run beside it: compose.yaml.
#   docker build -t familiar .
# pip may take a torch with CUDA, of several gigabytes; an index that has the build for the CPU can be named:
#   --build-arg PIP_EXTRA_INDEX_URL=...
ARG PYTHON=python:3.11-slim-bookworm
FROM ${PYTHON}

ARG PIP_EXTRA_INDEX_URL
ENV PIP_NO_CACHE_DIR=1 PIP_DISABLE_PIP_VERSION_CHECK=1 PYTHONUNBUFFERED=1 PYTHONDONTWRITEBYTECODE=1
WORKDIR /familiar

# What is installed changes seldom, what we wrote changes often: libraries first.
COPY pyproject.toml README.md ./
COPY scripts/install.sh scripts/
RUN scripts/install.sh

COPY alembic.ini ./
COPY migrations migrations
COPY models models
COPY core core
COPY bot bot

# Nothing but its data and its home is the bot's to write; the rest it may read, whatever umask the files came through.
RUN useradd --create-home --uid 10001 familiar && install -d -o familiar -g familiar data && \
    chmod -R a+rX alembic.ini migrations models core bot
USER familiar
VOLUME /familiar/data
ENV PATH=/familiar/.venv/bin:$PATH PYTHONPATH=/familiar HF_HUB_DISABLE_TELEMETRY=1 FAMILIAR_HOST=0.0.0.0
EXPOSE 8080
HEALTHCHECK --interval=30s --timeout=10s --start-period=120s \
    CMD ["python", "-c", "from urllib.request import urlopen; urlopen('http://127.0.0.1:8080/readyz', timeout=8)"]
STOPSIGNAL SIGINT
CMD ["familiar", "run"]
