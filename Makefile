# The front door. `make help` lists the targets; CI calls the same ones (.ci/run).

PYTHON ?= python3
SHELL := /bin/sh
.DEFAULT_GOAL := help
MAKEFLAGS += --no-print-directory

export HONGFAN_TARGET := $(firstword $(MAKECMDGOALS))
BOOTSTRAP := $(PYTHON) -I requirements/install.py
RUN := .venv/bin/python
MANAGE := $(RUN) manage.py
# Checks need no folder of an installation.
CHECK := DJANGO_SETTINGS_MODULE=config.settings.test $(MANAGE)
# Two cores are what a small machine and a CI runner have.
JOBS ?= 2
ES_PORT ?= 9200
ES_NODES ?= 1
PYTEST := $(RUN) -m pytest -n $(JOBS) --dist loadgroup
PACKAGES := site/config site/core site/accounts site/assets site/topics site/approvals \
	site/articles site/sharing search learning news home \
	site/discovery site/feeds site/offline
# Where make can keep the output of parallel targets apart, the checks share the cores.
PARALLEL := $(if $(filter output-sync,$(.FEATURES)),-j$(JOBS) --output-sync=target)

##@ Run | 运行

.PHONY: run
run: python ## Set up what is missing, then start site and worker (PORT=8000 HOST=127.0.0.1 HONGFAN_HOME=var)
	@# What can be seen to fail is said before anything is downloaded.
	@[ -f .venv/installed.json ] || $(PYTHON) manage.py serve --check
	@$(BOOTSTRAP) $(if $(HONGFAN_DATABASE_URL),production,base)
	@exec $(MANAGE) serve

.PHONY: setup
setup: python ## Only make .venv with everything that running, tests and checks need
	@$(BOOTSTRAP) dev

.PHONY: python
python:
	@command -v "$(PYTHON)" >/dev/null 2>&1 || { \
	  echo "✗ 找不到 $(PYTHON)。请安装 Python 3.11 或更新版本，或用 PYTHON=… 指定。 | $(PYTHON) is not installed: install Python 3.11 or newer, or name one with PYTHON=…" >&2; exit 1; }
	@[ -f .venv/installed.json ] || $(BOOTSTRAP) --check

.PHONY: elasticsearch
elasticsearch: setup ## An Elasticsearch to try out: Docker Compose where it answers, else Java 21 and Maven (ES_PORT=9200 ES_NODES=1)
	@if [ "$(ES_NODES)" = 1 ] && docker compose version >/dev/null 2>&1 && docker info >/dev/null 2>&1; then \
	  echo "  make run HONGFAN_ELASTICSEARCH=http://127.0.0.1:$(ES_PORT)"; \
	  ES_PORT=$(ES_PORT) exec docker compose up elasticsearch; \
	else exec $(RUN) tests/support/elasticsearch/server.py --nodes $(ES_NODES) --port $(ES_PORT); fi

##@ Test | 测试

.PHONY: test
test: setup ## All tests on SQLite; ARGS="tests/news -k slug" to choose
	@$(PYTEST) -m "not elasticsearch" $(ARGS)

.PHONY: test-postgres
test-postgres: setup ## All tests but the browser's on PostgreSQL (HONGFAN_TEST_DATABASE_URL, else a throw-away cluster)
	@$(RUN) tests/support/postgres.py $(PYTEST) -m "not browser and not elasticsearch" $(ARGS)

.PHONY: test-elasticsearch
test-elasticsearch: setup ## What search does with a real Elasticsearch (HONGFAN_TEST_ELASTICSEARCH, else one is started)
	@$(RUN) tests/support/elasticsearch/server.py $(PYTEST) -m elasticsearch $(ARGS)

.PHONY: test-failover
test-failover: setup ## Three nodes of Elasticsearch, one killed under load: nothing may be lost (half a minute of load)
	@$(RUN) tests/support/elasticsearch/failover.py $(ARGS)

.PHONY: lighthouse
lighthouse: setup ## Lighthouse (npm, Chromium) over nine types of page; prints the table (HONGFAN_HOME=folder to reuse)
	@[ -x tests/lighthouse/node_modules/.bin/lighthouse ] || npm ci --no-audit --no-fund --prefix tests/lighthouse
	@$(RUN) tests/lighthouse/measure.py

.PHONY: screenshots
screenshots: setup ## Every template at 360, 768, 1440 px, normal and elder, light and dark (test-results/screenshots; ARGS=elder-dark)
	@$(RUN) tests/screenshots/take.py $(ARGS)

.PHONY: bench-import
bench-import: setup ## Import speed and memory, pages before and after (HONGFAN_DATA=folder with corpus.jsonl)
	@$(MANAGE) bench_import $(ARGS)

.PHONY: bench-pages
bench-pages: setup ## Requests per second and queries of home, section and article
	@$(MANAGE) bench_pages $(ARGS)

.PHONY: bench-review
bench-review: setup ## Inbox and decision with 20 to 2,000 waiting manuscripts: queries and ms
	@$(MANAGE) bench_review $(ARGS)

.PHONY: bench-search
bench-search: setup ## Our search and Wagtail's own through HTTP: speed, relevance (HONGFAN_DATA=folder; ARGS="--systems embedded")
	@$(RUN) tests/support/bench/search.py $(ARGS)

.PHONY: bench-suggest
bench-suggest: setup ## Suggestions among 50,000 titles: ms by the clock and of CPU (HONGFAN_DATA=folder)
	@$(RUN) tests/support/bench/suggest.py $(ARGS)

.PHONY: bench-search-fresh
bench-search-fresh: setup ## How soon a change is found, or what was closed no more, through HTTP (ARGS="--engines embedded")
	@$(RUN) tests/support/bench/fresh.py $(ARGS)

.PHONY: bench-search-start
bench-search-start: setup ## What the analysis of Chinese costs a process that starts: seconds, MB
	@$(RUN) tests/support/bench/startup.py $(ARGS)

.PHONY: bench-search-scale
bench-search-scale: setup ## 10,000 to 200,000 pages: size, build, ms of engine, page and suggestions (HONGFAN_DATA=folder; half an hour)
	@$(RUN) tests/support/bench/scale.py $(ARGS)

##@ Check | 检查

LINTERS := ruff format-check types imports templates-format templates-lint templates-compile \
	migrations messages deploy

.PHONY: lint
lint: setup ## Every check below; goes on after a failure and reports them all
	@$(MAKE) -k $(PARALLEL) $(addprefix lint-,$(LINTERS))

.PHONY: $(addprefix lint-,$(LINTERS))
lint-ruff:
	@echo "ruff check"; $(RUN) -m ruff check .
lint-format-check:
	@echo "ruff format --check"; $(RUN) -m ruff format --check .
lint-types:
	@echo "mypy"; $(RUN) -m mypy
lint-imports:
	@echo "lint-imports"; PYTHONPATH=.:site .venv/bin/lint-imports --no-cache --no-logo
lint-templates-format:
	@echo "djhtml"; .venv/bin/djhtml --check --tabwidth 2 templates
lint-templates-lint:
	@echo "curlylint"; .venv/bin/curlylint -q templates
lint-templates-compile:
	@echo "templates compile"; $(CHECK) check_templates
lint-migrations:
	@echo "makemigrations --check"; $(CHECK) makemigrations --check --dry-run
lint-messages:
	@echo "message catalogues"; $(CHECK) update_messages --check
lint-deploy:
	@echo "check --deploy"; sh .ci/check-deploy

.PHONY: format
format: setup ## Put Python and templates into the house format
	@$(RUN) -m ruff check --fix-only -q . ; $(RUN) -m ruff format . ; .venv/bin/djhtml --tabwidth 2 templates

.PHONY: messages
messages: setup ## Bring the message catalogues (site/locale) up to date and compile them; needs gettext
	@$(MANAGE) update_messages

##@ Other | 其他

.PHONY: ci
ci: ## What CI runs, on this machine (installs Debian packages: for a throw-away machine)
	@CI=true .ci/run

.PHONY: clean
clean: ## Remove .venv and caches; the site's data (var/) stays
	@rm -rf .venv .mypy_cache .ruff_cache .pytest_cache test-results
	@find . -name __pycache__ -type d -prune -exec rm -rf {} +

.PHONY: help
help: ## This list
	@awk 'BEGIN { FS = ":.*## " } \
	  /^##@ / { printf "\n%s\n", substr($$0, 5) } \
	  /^[a-z-]+:.*## / { printf "  %-19s %s\n", $$1, $$2 }' Makefile
