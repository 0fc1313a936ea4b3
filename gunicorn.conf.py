"""How gunicorn serves Keydesk: ``gunicorn`` in this folder reads it. The command line wins.

``WEB_CONCURRENCY`` or ``--workers`` starts more than one process.
"""

wsgi_app = "dashboard.wsgi"
bind = ["127.0.0.1:8000"]
umask = 0o077

# A request goes to a thread when all of it has arrived, and what a client does not take at once of
# its answer is the main loop's to send: slow clients hold no thread.
worker_class = "dashboard.serving.BufferingWorker"
threads = 8
worker_connections = 512
keepalive = 5

# A process that says nothing for this long is replaced; one that is asked to stop may take as long.
timeout = 30
graceful_timeout = 30
worker_tmp_dir = "/dev/shm"  # noqa: S108 -- memory, so that no disk delays the heartbeat

limit_request_line = 8190
limit_request_fields = 64
limit_request_field_size = 8190

# Nobody sets SCRIPT_NAME, PATH_INFO or the scheme by a header of gunicorn's: Keydesk reads
# X-Forwarded-Proto and X-Forwarded-For by itself, where TRUSTED_PROXIES says so.
forwarder_headers = ""
secure_scheme_headers: dict[str, str] = {}
forwarded_allow_ips = ""

# Where an access log is asked for (--access-logfile), no token of a link is in it.
logger_class = "dashboard.serving.AccessLogger"

control_socket_disable = True
