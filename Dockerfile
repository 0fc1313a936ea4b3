# Keydesk in production: gunicorn by default, the worker by `python manage.py db_worker`.
# Secrets come in as files or environment variables at run time; none is baked in.

FROM python:3.11-slim-bookworm AS build
COPY requirements/base.lock /build/base.lock
RUN python -m venv /opt/keydesk \
    && /opt/keydesk/bin/pip install --no-cache-dir --require-hashes --no-deps --only-binary :all: \
       -r /build/base.lock

FROM python:3.11-slim-bookworm
ENV PATH=/opt/keydesk/bin:$PATH PYTHONUNBUFFERED=1 KEYDESK_VAR=/var/lib/keydesk
RUN useradd --system --uid 10001 --no-create-home --shell /usr/sbin/nologin keydesk \
    && install -d -m 0700 -o keydesk -g keydesk /var/lib/keydesk
COPY --from=build /opt/keydesk /opt/keydesk
WORKDIR /app
COPY . .
# The demo's settings make their own secrets; they are thrown away with the directory they are in.
RUN KEYDESK_DEMO=1 KEYDESK_VAR=/tmp/build python manage.py collectstatic --no-input \
    && python -m compileall -q credentials dashboard sandbox \
    && rm -rf /tmp/build

USER keydesk
EXPOSE 8000
CMD ["gunicorn", "dashboard.wsgi", "--bind", "0.0.0.0:8000", "--threads", "8", \
     "--worker-tmp-dir", "/dev/shm", "--no-control-socket"]
