# The address /log: the public log, read by programs of others.

log-not-published = The public log is not published: there is no decision of the Chairman of the People's Committee yet.
log-no-file = The public log has no such file.
