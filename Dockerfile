# tieline as an image: the wheel and its environment are made in one stage, the next holds nothing else.
# docs/docker.md says how it is used. tests/test_image.py runs what can be run without a container engine.
ARG PYTHON=3.11.14-slim-bookworm

FROM python:${PYTHON} AS build
ENV PIP_DISABLE_PIP_VERSION_CHECK=1 PIP_NO_CACHE_DIR=1
WORKDIR /src
COPY pyproject.toml README.md LICENSE tieline.py ./
COPY graph graph
COPY ingest ingest
COPY algorithms algorithms
COPY api api
RUN pip wheel --quiet --no-deps --wheel-dir /built .
# without pip: what is not in the image needs no updates
RUN python -m venv --without-pip /opt/tieline
RUN pip --python /opt/tieline/bin/python install --quiet /built/*.whl
# a copied folder keeps its mode and takes the owner that is named; one that COPY makes might not
RUN mkdir -p /skeleton && mkdir -m 0700 /skeleton/tieline

FROM python:${PYTHON}
COPY --from=build /opt/tieline /opt/tieline
# the one folder that is written to: snapshots in .cache, what belongs to this installation in .local/state
COPY --from=build --chown=10001:10001 /skeleton /home
ENV HOME=/home/tieline PATH=/opt/tieline/bin:$PATH TIELINE_PORT=8765
WORKDIR /home/tieline
# a number, so that an orchestrator can see that it is not root
USER 10001:10001
# http.client, because urllib would ask a proxy that the environment names
HEALTHCHECK --interval=10s --timeout=5s --start-period=30s --retries=6 \
    CMD ["python", "-c", "import http.client, os, sys; server = http.client.HTTPConnection('127.0.0.1', int(os.environ['TIELINE_PORT']), timeout=4); server.request('GET', '/livez'); sys.exit(server.getresponse().status != 200)"]
ENTRYPOINT ["tieline"]
CMD ["serve"]
