"""What stands behind ``make run``: one supervisor over the web server and the background worker.

The supervisor loads neither Django nor any other package, so this package imports the standard
library alone, save ``web`` (granian; its parent process reads Django's settings, but sets nothing
up) and ``preparation`` (Django), which are imported by the processes that need them.
"""
