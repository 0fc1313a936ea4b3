# Keydesk in production: gunicorn by default, the worker by `python manage.py db_worker`.
# Secrets come in as files or environment variables at run time; none is baked in.

# By a digest where one is given: --build-arg PYTHON_IMAGE=python@sha256:…
ARG PYTHON_IMAGE=python:3.11-slim-bookworm

FROM ${PYTHON_IMAGE} AS build
COPY requirements/base.lock /build/base.lock
RUN python -m venv /opt/keydesk \
    && /opt/keydesk/bin/pip install --no-cache-dir --require-hashes --no-deps --only-binary :all: \
       -r /build/base.lock

FROM ${PYTHON_IMAGE}
ENV PATH=/opt/keydesk/bin:$PATH PYTHONUNBUFFERED=1 KEYDESK_VAR=/var/lib/keydesk
RUN useradd --system --uid 10001 --no-create-home --shell /usr/sbin/nologin keydesk \
    && install -d -m 0700 -o keydesk -g keydesk /var/lib/keydesk
COPY --from=build /opt/keydesk /opt/keydesk
WORKDIR /app
COPY . .
# Gathering files takes settings, and so secrets: these are for this command alone.
RUN SECRET_KEY=unused KEYDESK_MASTER_KEYS="$(python -m credentials.keyring)" ALLOWED_HOSTS=localhost \
    PUBLIC_URL=https://localhost KEYDESK_VAR=/tmp/build python manage.py collectstatic --no-input \
    && python -m compileall -q credentials dashboard \
    && rm -rf /tmp/build

USER keydesk
EXPOSE 8000
CMD ["gunicorn", "--bind", "0.0.0.0:8000"]
