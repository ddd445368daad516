# One image for the server, the worker and the command line (see compose.yaml).
FROM python:3.11-slim
WORKDIR /synthphi
COPY requirements.lock ./
RUN pip install --no-cache-dir --require-hashes --no-deps -r requirements.lock
COPY LICENSE NOTICE README.md prefect.yaml pyproject.toml ./
COPY flows flows
COPY synthphi synthphi
COPY tasks tasks
RUN pip install --no-cache-dir --no-deps --no-build-isolation -e . \
    && useradd --create-home --uid 1000 synthphi && mkdir /corpora && chown synthphi /corpora
USER synthphi
