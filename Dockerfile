FROM python:3.13-slim AS build
ENV PIP_NO_CACHE_DIR=1 PIP_DISABLE_PIP_VERSION_CHECK=1 PIP_ROOT_USER_ACTION=ignore
WORKDIR /build
COPY requirements.txt requirements-build.txt ./
# The builder's own tools stay outside the environment that is shipped.
RUN pip install --require-hashes --only-binary :all: --requirement requirements-build.txt \
 && python -m venv /opt/cget-api \
 && /opt/cget-api/bin/pip install --require-hashes --only-binary :all: --requirement requirements.txt
COPY pyproject.toml README.md ./
COPY src src
COPY migrations migrations
COPY seeds seeds
RUN python -m hatchling build --target wheel --directory dist \
 && /opt/cget-api/bin/pip install --no-deps --no-index dist/*.whl

FROM python:3.13-slim
RUN useradd --system --uid 10001 --user-group --create-home --home-dir /var/lib/cget-api register
COPY --from=build /opt/cget-api /opt/cget-api
ENV PATH=/opt/cget-api/bin:$PATH \
    PYTHONDONTWRITEBYTECODE=1 \
    PYTHONUNBUFFERED=1 \
    CGET_HOST=0.0.0.0 \
    CGET_PORT=8000 \
    CGET_DATABASE_URL=sqlite:////var/lib/cget-api/register.sqlite
USER 10001:10001
WORKDIR /var/lib/cget-api
VOLUME /var/lib/cget-api
EXPOSE 8000
HEALTHCHECK --interval=10s --timeout=5s --start-period=60s \
  CMD ["python", "-c", "import os, urllib.request as web; web.urlopen(f\"http://127.0.0.1:{os.environ['CGET_PORT']}/livez\", timeout=4)"]
CMD ["cget-api", "serve"]
