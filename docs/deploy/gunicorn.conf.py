"""gunicorn's settings, for ``make run`` and for a server alike."""

worker_class = "gthread"
workers = 2
threads = 4
timeout = 30
max_requests = 5000
max_requests_jitter = 500
control_socket_disable = True  # else a socket appears in $HOME/.gunicorn, shared by every service of the account
accesslog = None  # an access log would keep who read what
errorlog = "-"
loglevel = "warning"
forwarded_allow_ips = "127.0.0.1"
limit_request_line = 4094
