#!/bin/sh
# One image, several duties: web, worker, beat, migrate; anything else is run as it stands.
set -eu

case "${1:-web}" in
    migrate)
        # The only place that changes the schema; web, worker and beat wait until it has ended well.
        python docker/health.py wait
        exec python manage.py migrate --noinput
        ;;
    web)
        python docker/health.py wait
        exec gunicorn config.wsgi \
            --bind 0.0.0.0:8000 \
            --worker-class gthread \
            --workers "${WEB_WORKERS:-2}" \
            --threads "${WEB_THREADS:-4}" \
            --timeout 120 \
            --graceful-timeout 30 \
            --max-requests 5000 \
            --max-requests-jitter 500 \
            --worker-tmp-dir /dev/shm \
            --no-control-socket \
            --access-logfile -
        ;;
    worker)
        python docker/health.py wait
        exec celery --app config worker \
            --loglevel INFO \
            --queues "${WORKER_QUEUES:-quick,mail,nightly}" \
            --concurrency "${WORKER_CONCURRENCY:-2}" \
            --max-tasks-per-child 500
        ;;
    beat)
        python docker/health.py wait
        exec celery --app config beat --loglevel INFO
        ;;
    manage)
        shift
        exec python manage.py "$@"
        ;;
    *)
        exec "$@"
        ;;
esac
