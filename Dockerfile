# One image for web, worker, beat and migrations; docker-compose.yml shows how they fit together.
FROM python:3.11-slim AS build
WORKDIR /app
COPY requirements.txt .
RUN python -m venv /venv && /venv/bin/pip install --no-cache-dir --disable-pip-version-check -r requirements.txt

FROM python:3.11-slim
ENV PATH=/venv/bin:$PATH \
    PYTHONUNBUFFERED=1 \
    PYTHONDONTWRITEBYTECODE=1 \
    OPENBLAS_NUM_THREADS=1 \
    HELPDESK_ENV=production \
    HOST=0.0.0.0 \
    PORT=8000 \
    STATIC_ROOT=/app/staticfiles \
    FILES_ROOT=/data/files
RUN useradd --uid 10001 --no-create-home --shell /usr/sbin/nologin desk \
    && mkdir -p /data/files && chown -R desk /data
WORKDIR /app
COPY --from=build /venv /venv
COPY . .
# Values that only let the settings load; nothing of them stays in the image.
RUN export SECRET_KEY=0123456789abcdefghijklmnopqrstuvwxyz-only-to-build \
        ALLOWED_HOSTS=build BASE_URL=https://build EMAIL_URL=smtp://build \
        DATABASE_URL=postgres://build/build REDIS_URL=redis://build \
    && python manage.py compile_translations \
    && python manage.py collectstatic --no-input --verbosity 0 \
    && python -m compileall -q /app
USER desk
VOLUME /data/files
EXPOSE 8000
HEALTHCHECK --interval=10s --timeout=3s --start-period=20s \
    CMD ["python", "-c", "import os, urllib.request as r; r.urlopen(f'http://127.0.0.1:{os.environ[\"PORT\"]}/healthz', timeout=2)"]
CMD ["python", "-m", "helpdesk.running.commands", "web"]
