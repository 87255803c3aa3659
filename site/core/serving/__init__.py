"""What stands behind ``make run``: one supervisor over the web server and the background worker.

The supervisor and the web server's parent process load neither Django nor any other package, so
this package imports the standard library alone, save ``web`` (granian) and ``preparation``
(Django), which are imported by the processes that need them.
"""
